// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;

/**
 * Reshapes each example: {@code [batch, …] → [batch, shape…]}.
 *
 * @param shape the shape of an example
 */
public record ReshapeTo(Shape shape) implements Layer {
  /** Returns a layer for examples of the given extents. */
  public static ReshapeTo of(int... dims) {
    return new ReshapeTo(Shape.of(dims));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    if (x.shape().isScalar()) {
      throw new ShapeException("reshape", "takes [batch, …], got a scalar");
    }
    return x.reshape(shape.insert(0, x.shape().dim(0)));
  }
}
