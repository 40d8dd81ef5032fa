// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.io.IOException;
import java.io.UncheckedIOException;

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
 * <p>The bodies of control flow follow their node, indented, with names of their own.
 *
 * <p>With {@code -Dadjoint.trace=true} each line ends in the place in the user's code that built
 * the node: {@code # Model.java:12}.
 */
public final class GraphPrinter {
  private static final String INDENT = "    ";

  private final GraphNames names = new GraphNames();
  private final StringBuilder line = new StringBuilder();
  private final String indent;

  private GraphPrinter(String indent) {
    this.indent = indent;
  }

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
    try {
      print(graph, "", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes as deep as control flow is nested. */
  private static void print(Graph graph, String indent, Appendable out) throws IOException {
    GraphPrinter printer = new GraphPrinter(indent);
    for (Node node : graph.nodes()) {
      out.append(printer.node(node));
      if (node.op() instanceof ControlOp control) {
        for (BodyGraph body : control.bodies()) {
          print(body.graph(), indent + INDENT, out);
        }
      }
    }
    out.append(printer.result(graph));
  }

  private StringBuilder node(Node node) {
    names.define(node);
    line.setLength(0);
    line.append(indent);
    for (int i = 0; i < node.outputTypes().size(); i++) {
      name(i, node.output(i));
    }
    line.append(" = ").append(node.op().name()).append(node.op().parameters());
    for (int i = 0; i < node.inputs().size(); i++) {
      line.append(i == 0 ? " " : "");
      name(i, node.inputs().get(i));
    }
    for (int i = 0; i < node.outputTypes().size(); i++) {
      line.append(i == 0 ? " : " : ", ").append(node.outputTypes().get(i));
    }
    node.origin().ifPresent(origin -> line.append("  # ").append(place(origin)));
    return line.append('\n');
  }

  private StringBuilder result(Graph graph) {
    line.setLength(0);
    line.append(indent);
    line.append("return");
    for (int i = 0; i < graph.outputs().size(); i++) {
      line.append(i == 0 ? " " : "");
      name(i, graph.outputs().get(i));
    }
    return line.append('\n');
  }

  /** Appends the name of the value in place {@code i} of a list. */
  private void name(int i, Value value) {
    line.append(i == 0 ? "%" : ", %").append(names.number(value));
  }

  /** Returns file and line, or the class where that was compiled without its file's name. */
  private static String place(StackTraceElement origin) {
    String file = origin.getFileName() == null ? origin.getClassName() : origin.getFileName();
    return file + ":" + origin.getLineNumber();
  }
}
