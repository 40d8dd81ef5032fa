// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.summary;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Frozen;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.PartlyFrozen;
import dev.adjoint.nn.Sequential;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.VariableExpr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A table of the layers of a network, in the order in which they are applied. The layers of a
 * {@link Sequential}, also of one within another, have a row each; any other layer has one for all
 * that is in it. Layers are looked at as in inference.
 *
 * @param rows the layers
 * @param trained how many numbers are trained, each counted once
 * @param frozen how many numbers of parameters are not
 * @param states how many numbers are kept and updated
 * @param parameterBytes the memory of all of these
 */
public record Summary(
    ImmutableList<Row> rows, long trained, long frozen, long states, long parameterBytes) {
  /**
   * A layer.
   *
   * @param path where it stands, as in {@link Parameters}; empty for the network itself
   * @param layer the name of its class
   * @param output the type of its output
   * @param parameters how many numbers its parameters have, trained or not
   * @param operations how many operations its output takes; see {@link Operations}
   */
  public record Row(
      String path, String layer, TensorType output, long parameters, long operations) {}

  /**
   * Returns the summary of a network.
   *
   * @param input the type of a batch of features, such as {@code TensorType.of(DType.F32, 1, 784)}
   * @throws ShapeException if the network does not take such an input
   */
  public static Summary of(Layer network, TensorType input) {
    List<Row> rows = new ArrayList<>();
    add(rows, "", network, input);
    Parameters all = network.parameters();
    return new Summary(
        ImmutableList.copyOf(rows),
        all.count(),
        count(all.frozen().values()),
        count(all.states().values()),
        bytes(all.trained().values())
            + bytes(all.frozen().values())
            + bytes(all.states().values()));
  }

  /** Adds the rows of a layer and returns the type of its output. */
  private static TensorType add(List<Row> rows, String path, Layer layer, TensorType input) {
    return switch (layer) {
      case Frozen(Layer inner) -> add(rows, path, inner, input);
      case PartlyFrozen(Layer inner, var _) -> add(rows, path, inner, input);
      case Sequential(ImmutableList<Layer> layers) -> {
        TensorType type = input;
        for (int i = 0; i < layers.size(); i++) {
          String inner = path + (path.isEmpty() ? "" : ".") + "layers." + i;
          type = add(rows, inner, layers.get(i), type);
        }
        yield type;
      }
      default -> {
        Expr y = applied(path, layer, input);
        Parameters own = layer.parameters();
        String name = layer.getClass().isHidden() ? "λ" : layer.getClass().getSimpleName();
        long parameters = own.count() + count(own.frozen().values());
        rows.add(new Row(path, name, y.type(), parameters, Operations.of(List.of(y))));
        yield y.type();
      }
    };
  }

  /** Returns the output of a layer; if it refuses its input, the error names its path. */
  private static Expr applied(String path, Layer layer, TensorType input) {
    try {
      return layer.apply(Expr.input("x", input));
    } catch (ShapeException e) {
      throw path.isEmpty() ? e : new ShapeException(path, e.getMessage());
    }
  }

  private static long count(Collection<? extends VariableExpr> variables) {
    return variables.stream().mapToLong(variable -> variable.shape().size()).sum();
  }

  private static long bytes(Collection<? extends VariableExpr> variables) {
    return variables.stream().mapToLong(variable -> bytes(variable.type())).sum();
  }

  private static long bytes(TensorType type) {
    return (long) type.size() * type.dtype().bytes();
  }

  /** Returns how many operations the output of the network takes. */
  public long operations() {
    return rows.stream().mapToLong(Row::operations).sum();
  }

  /** Returns the memory of the outputs of all rows, which a training keeps for its way back. */
  public long outputBytes() {
    return rows.stream().mapToLong(row -> bytes(row.output())).sum();
  }

  /** Returns the table, with the sums below it. */
  @Override
  public String toString() {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("layer", "", "output", "parameters", "operations"));
    for (Row row : rows) {
      table.add(
          List.of(
              row.path(),
              row.layer(),
              row.output().toString(),
              number(row.parameters()),
              number(row.operations())));
    }
    table.add(List.of("all", "", "", number(trained + frozen), number(operations())));
    int[] widths = new int[table.getFirst().size()];
    for (List<String> cells : table) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], cells.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> cells : table) {
      text.append(line(cells, widths)).append('\n');
    }
    return text.append(
            "%s trained, %s frozen, %s states; %s of parameters and states, %s of outputs"
                .formatted(
                    number(trained),
                    number(frozen),
                    number(states),
                    memory(parameterBytes),
                    memory(outputBytes())))
        .toString();
  }

  /** Returns a line: texts to the left, numbers to the right. */
  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : "  ")
          .append(
              i < 3
                  ? Strings.padEnd(cells.get(i), widths[i], ' ')
                  : Strings.padStart(cells.get(i), widths[i], ' '));
    }
    return line.toString();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String memory(long bytes) {
    return bytes < 10_240
        ? number(bytes) + " bytes"
        : bytes < 10L << 20
            ? number(Math.ceilDiv(bytes, 1024L)) + " KiB"
            : number(Math.ceilDiv(bytes, 1L << 20)) + " MiB";
  }
}
