// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;

/** A layer with one weight, which something else may stand for: {@link WeightNorm}, say. */
public interface WeightedLayer extends Layer {
  /** Returns the weight. */
  Parameter weight();

  /** Returns the axis of the weight along which its outputs lie, 0 or 1. */
  int outputAxis();

  /**
   * Returns what the layer makes of its input with another weight.
   *
   * @param x {@code [batch, …]}
   * @param other of the type of the weight
   */
  Expr applyWith(Expr x, Expr other);
}
