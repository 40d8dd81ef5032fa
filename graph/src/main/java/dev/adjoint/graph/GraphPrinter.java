package dev.adjoint.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prints a graph as a listing, one node a line, each value under a name of its own:
 *
 * <pre>{@code
 * %0 = input "x" : f32[4, 2]
 * %1 = read "w" : f32[2, 3]
 * %2 = matmul %0, %1 : f32[4, 3]
 * return %2
 * }</pre>
 *
 * <p>With {@code -Dadjoint.trace=true} each line ends in the place in the user's code that built
 * the node: {@code # Model.java:12}.
 */
public final class GraphPrinter {
  private GraphPrinter() {}

  /** Returns the listing. */
  public static String print(Graph graph) {
    StringBuilder out = new StringBuilder();
    print(graph, out);
    return out.toString();
  }

  /**
   * Writes the listing, a line at a time.
   *
   * @throws UncheckedIOException if {@code out} fails
   */
  public static void print(Graph graph, Appendable out) {
    GraphNames names = new GraphNames();
    try {
      for (Node node : graph.nodes()) {
        names.define(node);
        out.append(line(node, names)).append('\n');
      }
      String outputs = list(graph.outputs(), v -> "%" + names.number(v));
      out.append(outputs.isEmpty() ? "return" : "return " + outputs).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Node node, GraphNames names) {
    List<Value> results =
        IntStream.range(0, node.outputTypes().size()).mapToObj(node::output).toList();
    String inputs = list(node.inputs(), v -> "%" + names.number(v));
    return list(results, v -> "%" + names.number(v))
        + " = "
        + node.op().name()
        + node.op().parameters()
        + (inputs.isEmpty() ? "" : " " + inputs)
        + " : "
        + list(node.outputTypes(), TensorType::toString)
        + node.origin().map(o -> "  # " + place(o)).orElse("");
  }

  /** Returns file and line, or the class where that was compiled without its file's name. */
  private static String place(StackTraceElement origin) {
    String file = origin.getFileName() == null ? origin.getClassName() : origin.getFileName();
    return file + ":" + origin.getLineNumber();
  }

  private static <T> String list(List<T> items, Function<T, String> text) {
    return items.stream().map(text).collect(Collectors.joining(", "));
  }
}
