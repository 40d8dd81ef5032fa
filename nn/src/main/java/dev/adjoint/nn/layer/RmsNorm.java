// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;

/**
 * Divides each row along the last axis by the root of the mean of its squares, then gives a scale
 * of its own to each feature: {@code y = x/√(mean(x²) + epsilon)·scale}, {@code […, features] → […,
 * features]} (Zhang and Sennrich 2019, <i>Root Mean Square Layer Normalization</i>).
 *
 * @param scale {@code [features]}
 * @param epsilon keeps rows of zeros finite
 */
public record RmsNorm(Parameter scale, double epsilon) implements Layer {
  private static final String NAME = "rmsNorm";

  /**
   * Checks scale and epsilon.
   *
   * @throws ShapeException if the scale has not one axis
   * @throws IllegalArgumentException if {@code epsilon} is not positive
   */
  public RmsNorm {
    if (scale.shape().rank() != 1) {
      throw new ShapeException(NAME, "needs a scale [features]: %s".formatted(scale.type()));
    }
    Normalization.checkEpsilon(NAME, epsilon);
  }

  /** Returns an F32 layer that begins with a scale of 1 and an epsilon of 10⁻⁶. */
  public static RmsNorm of(int features) {
    return of(features, DType.F32);
  }

  /** Returns a layer that begins with a scale of 1 and an epsilon of 10⁻⁶. */
  public static RmsNorm of(int features, DType dtype) {
    Normalization.checkExtent(NAME, "features", features);
    return new RmsNorm(Normalization.scale(features, dtype), 1e-6);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int features = scale.shape().dim(0);
    if (x.shape().rank() < 2 || x.shape().dim(-1) != features) {
      throw new ShapeException(NAME, "takes […, %s], got %s".formatted(features, x.shape()));
    }
    return x.div(x.square().meanKeepDims(-1).add(epsilon).sqrt()).mul(scale);
  }
}
