// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.summary;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Frozen;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.PartlyFrozen;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.layer.merge.Residual;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.VariableExpr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table of the layers of a network, in the order in which they are applied. The layers of a
 * {@link Sequential}, a {@link Functional} or a {@link Residual}, also of one within another, have
 * a row each; any other layer has one for all that is in it. A layer that is used twice has two
 * rows, its parameters are counted once below. Layers are looked at as in inference.
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
   * @param outputs the types of its outputs, most often one
   * @param parameters how many numbers its parameters have, trained or not
   * @param operations how many operations its output takes; see {@link Operations}
   */
  public record Row(
      String path,
      String layer,
      ImmutableList<TensorType> outputs,
      long parameters,
      long operations) {}

  /**
   * Returns the summary of a network.
   *
   * @param inputs the types of a batch of features, such as {@code TensorType.of(DType.F32, 1,
   *     784)}; a {@link Functional} network knows them itself, for one example
   * @throws ShapeException if the network does not take such inputs
   */
  public static Summary of(Layer network, TensorType... inputs) {
    List<Row> rows = new ArrayList<>();
    add(
        rows,
        "",
        network,
        inputs.length == 0 && network instanceof Functional functional
            ? functional.wiring().inputs().stream()
                .map(type -> type.withShape(type.shape().insert(0, 1)))
                .toList()
            : ImmutableList.copyOf(inputs));
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

  /** Adds the rows of a layer and returns the types of its outputs. */
  private static List<TensorType> add(
      List<Row> rows, String path, Layer layer, List<TensorType> inputs) {
    return switch (layer) {
      case Frozen(Layer inner) -> add(rows, path, inner, inputs);
      case PartlyFrozen(Layer inner, var _) -> add(rows, path, inner, inputs);
      case Sequential(ImmutableList<Layer> layers) -> {
        List<TensorType> types = inputs;
        for (int i = 0; i < layers.size(); i++) {
          types = add(rows, join(path, "layers." + i), layers.get(i), types);
        }
        yield types;
      }
      case Functional functional -> addAll(rows, path, functional, inputs);
      case Residual(Layer inner, Optional<Layer> shortcut) -> {
        add(rows, join(path, "layer"), inner, inputs);
        shortcut.ifPresent(s -> add(rows, join(path, "shortcut"), s, inputs));
        Expr y = applied(path, layer, inputs).getFirst();
        rows.add(new Row(path, "Residual", ImmutableList.of(y.type()), 0, y.shape().size()));
        yield ImmutableList.of(y.type());
      }
      default -> {
        List<Expr> outputs = applied(path, layer, inputs);
        Parameters own = layer.parameters();
        String name = layer.getClass().isHidden() ? "λ" : layer.getClass().getSimpleName();
        long parameters = own.count() + count(own.frozen().values());
        ImmutableList<TensorType> types = types(outputs);
        rows.add(new Row(path, name, types, parameters, Operations.of(outputs)));
        yield types;
      }
    };
  }

  private static List<TensorType> addAll(
      List<Row> rows, String path, Functional network, List<TensorType> inputs) {
    network.wiring().check(inputs);
    List<List<TensorType>> results = new ArrayList<>();
    for (int i = 0; i < network.layers().size(); i++) {
      List<TensorType> sources = network.wiring().sources(i, inputs, results);
      results.add(add(rows, join(path, "layers." + i), network.layers().get(i), sources));
    }
    return network.wiring().results(inputs, results);
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static ImmutableList<TensorType> types(List<Expr> outputs) {
    return outputs.stream().map(Expr::type).collect(ImmutableList.toImmutableList());
  }

  /** Returns the outputs of a layer; if it refuses its inputs, the error names its path. */
  private static List<Expr> applied(String path, Layer layer, List<TensorType> inputs) {
    try {
      return layer.apply(inputs.stream().map(type -> Expr.input("x", type)).toList());
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
    return rows.stream().flatMap(row -> row.outputs().stream()).mapToLong(Summary::bytes).sum();
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
              row.outputs().stream().map(TensorType::toString).collect(Collectors.joining(", ")),
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
