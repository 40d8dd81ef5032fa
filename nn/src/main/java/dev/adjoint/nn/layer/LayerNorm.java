// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;

/**
 * Gives each row along the last axis mean 0 and variance 1, then a scale and a shift of its own to
 * each feature: {@code y = (x − mean)/√(variance + epsilon)·scale + shift}, {@code […, features] →
 * […, features]} (Ba, Kiros and Hinton 2016, <i>Layer Normalization</i>). The variance is that of
 * the row, divided by the number of features.
 *
 * @param scale {@code [features]}
 * @param shift {@code [features]}
 * @param epsilon keeps constant rows finite
 */
public record LayerNorm(Parameter scale, Parameter shift, double epsilon) implements Layer {
  /**
   * Checks that scale and shift fit.
   *
   * @throws ShapeException if they do not
   * @throws IllegalArgumentException if {@code epsilon} is not positive
   */
  public LayerNorm {
    Normalization.check("layerNorm", "features", scale, shift, epsilon);
  }

  /**
   * Returns an F32 layer that begins with a scale of 1, a shift of 0 and an epsilon of 10⁻⁵.
   *
   * @param features the extent of the last axis
   */
  public static LayerNorm of(int features) {
    return of(features, DType.F32);
  }

  /** Returns a layer that begins with a scale of 1, a shift of 0 and an epsilon of 10⁻⁵. */
  public static LayerNorm of(int features, DType dtype) {
    Normalization.checkExtent("layerNorm", "features", features);
    return new LayerNorm(
        Normalization.scale(features, dtype), Normalization.shift(features, dtype), 1e-5);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int features = scale.shape().dim(0);
    if (x.shape().rank() < 2 || x.shape().dim(-1) != features) {
      throw new ShapeException("layerNorm", "takes […, %s], got %s".formatted(features, x.shape()));
    }
    return Normalization.standardize(x, epsilon, -1).mul(scale).add(shift);
  }
}
