// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;

/** Merges all axes but the first: {@code [batch, a, b, …] → [batch, a·b·…]}. */
public record Flatten() implements Layer {
  @Override
  public Expr apply(Expr x, ForwardContext context) {
    if (x.shape().isScalar()) {
      throw new ShapeException("flatten", "takes [batch, …], got a scalar");
    }
    int batch = x.shape().dim(0);
    return x.reshape(batch, x.shape().slice(1, x.shape().rank()).size());
  }
}
