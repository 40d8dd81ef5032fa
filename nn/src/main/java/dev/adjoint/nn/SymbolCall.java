// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One use of a layer in a {@link Functional} network. Two uses of one layer are two calls. */
final class SymbolCall {
  /**
   * One of the outputs of a call.
   *
   * @param call the use of a layer
   * @param number which of its outputs
   * @param type the type of one example
   */
  record Output(SymbolCall call, int number, TensorType type) implements Symbol {
    @Override
    public String toString() {
      return text(type);
    }
  }

  /** The size of the batch on which layers are tried, one that few other extents have. */
  private static final int ROWS = 13;

  private final Layer layer;
  private final ImmutableList<Symbol> inputs;

  private SymbolCall(Layer layer, ImmutableList<Symbol> inputs) {
    this.layer = layer;
    this.inputs = inputs;
  }

  /** Returns the outputs of a new call. */
  static ImmutableList<Symbol> of(Layer layer, List<Symbol> inputs) {
    Given.allPresent("symbol", "input", inputs, "give a symbol");
    List<Expr> tried =
        inputs.stream()
            .map(input -> Expr.input("x", batch(input.type(), ROWS)))
            .collect(toImmutableList());
    ImmutableList<Expr> outputs = tried(layer, tried);
    SymbolCall call = new SymbolCall(layer, ImmutableList.copyOf(inputs));
    return IntStream.range(0, outputs.size())
        .mapToObj(i -> (Symbol) new Output(call, i, example(layer, outputs.get(i))))
        .collect(toImmutableList());
  }

  private static ImmutableList<Expr> tried(Layer layer, List<Expr> inputs) {
    try {
      return layer.apply(inputs);
    } catch (ShapeException e) {
      throw LayerPaths.rethrown(e, e.getMessage() + " (of a batch of " + ROWS + ")");
    }
  }

  private static TensorType example(Layer layer, Expr output) {
    Shape shape = output.shape();
    if (shape.isScalar() || shape.dim(0) != ROWS) {
      throw new ShapeException(
          "symbol",
          "%s must give a row for each example, got %s for a batch of %s; leave the first axis as it is"
              .formatted(layer.describe(), output.type(), ROWS));
    }
    return output.type().withShape(shape.slice(1, shape.rank()));
  }

  /** Returns the layer. */
  Layer layer() {
    return layer;
  }

  /** Returns what it is applied to. */
  ImmutableList<Symbol> inputs() {
    return inputs;
  }

  /** Returns the type of a batch of examples. */
  static TensorType batch(TensorType example, int rows) {
    return example.withShape(example.shape().insert(0, rows));
  }

  /** Returns a type of one example with the batch in front, such as {@code f32[batch, 4]}. */
  static String text(TensorType example) {
    return example.dtype().toString()
        + IntStream.of(example.shape().dims().toArray())
            .mapToObj(Integer::toString)
            .map(extent -> ", " + extent)
            .collect(Collectors.joining("", "[batch", "]"));
  }
}
