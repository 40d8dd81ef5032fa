// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
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
 * @param epsilon keeps rows finite that are the same everywhere
 */
public record LayerNorm(Parameter scale, Parameter shift, double epsilon) implements Layer {
  /**
   * Checks that scale and shift fit.
   *
   * @throws ShapeException if they do not
   * @throws IllegalArgumentException if {@code epsilon} is not positive
   */
  public LayerNorm {
    if (scale.shape().rank() != 1 || !scale.type().equals(shift.type())) {
      throw new ShapeException(
          "layerNorm",
          "needs a scale [features] and a shift of its type: %s, %s"
              .formatted(scale.type(), shift.type()));
    }
    Preconditions.checkArgument(epsilon > 0, "layerNorm: epsilon must be positive: %s", epsilon);
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
    Preconditions.checkArgument(
        features > 0, "layerNorm: the number of features must be positive: %s", features);
    return new LayerNorm(
        Parameter.of("scale", Tensor.ones(dtype, Shape.of(features))),
        Parameter.of("shift", Tensor.zeros(dtype, Shape.of(features))),
        1e-5);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int features = scale.shape().dim(0);
    if (x.shape().rank() < 2 || x.shape().dim(-1) != features) {
      throw new ShapeException("layerNorm", "takes […, %s], got %s".formatted(features, x.shape()));
    }
    Expr centred = x.sub(x.meanKeepDims(-1));
    Expr deviation = centred.square().meanKeepDims(-1).add(epsilon).sqrt();
    return centred.div(deviation).mul(scale).add(shift);
  }
}
