// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.recurrent;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;

/**
 * Applies a layer to each step of a sequence by itself, the same layer to all: {@code [batch,
 * length, …] → [batch, length, …]}. The layer sees {@code batch·length} examples. One that acts on
 * the last axis alone, such as {@code Dense}, needs no wrapper.
 *
 * @param layer the layer, which takes {@code [batch, …]}
 */
public record TimeDistributed(Layer layer) implements Layer {
  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Shape shape = x.shape();
    if (shape.rank() < 2) {
      throw new ShapeException(
          "timeDistributed", "takes [batch, length, …], got %s".formatted(shape));
    }
    Shape example = shape.slice(2, shape.rank());
    int rows = shape.slice(0, 2).size();
    Expr y = layer.apply(x.reshape(example.insert(0, rows)), context);
    if (y.shape().isScalar() || y.shape().dim(0) != rows) {
      throw new ShapeException(
          "timeDistributed",
          "the layer must give a row for each of %s steps, got %s".formatted(rows, y.shape()));
    }
    return y.reshape(shape.slice(0, 2).concat(y.shape().slice(1, y.shape().rank())));
  }
}
