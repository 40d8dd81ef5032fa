// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.stream.IntStream;

/**
 * A layer whose weight has its length and its direction apart: {@code W = g·V/‖V‖} for each output,
 * where {@code V} is the weight of the layer (Salimans and Kingma 2016, <i>Weight
 * Normalization</i>), {@code […] → […]}. A direction of zeros has no derivative: it is NaN.
 *
 * @param layer the layer, whose weight is {@code V}
 * @param scale {@code g}, {@code [out]}
 */
public record WeightNorm(WeightedLayer layer, Parameter scale) implements Layer {
  /**
   * Checks that scale and weight fit.
   *
   * @throws ShapeException if they do not
   */
  public WeightNorm {
    int outputs = layer.weight().shape().dim(layer.outputAxis());
    if (!scale.shape().equals(Shape.of(outputs)) || scale.dtype() != layer.weight().dtype()) {
      throw new ShapeException(
          "weightNorm",
          "needs a scale of one number for each output of the weight: %s, %s"
              .formatted(layer.weight().type(), scale.type()));
    }
  }

  /** Returns a layer that at first computes what the given one does. */
  public static WeightNorm of(WeightedLayer layer) {
    Expr weight = layer.weight();
    return new WeightNorm(
        layer, Parameter.of("scale", weight.norm(2, others(weight, layer.outputAxis())).eval()));
  }

  /** Returns all axes but one. */
  private static int[] others(Expr weight, int axis) {
    return IntStream.range(0, weight.shape().rank()).filter(a -> a != axis).toArray();
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Expr weight = layer.weight();
    int axis = layer.outputAxis();
    Expr lengths = weight.square().sumKeepDims(others(weight, axis)).sqrt();
    Expr outputs = scale.reshape(lengths.shape());
    return layer.applyWith(x, weight.mul(outputs.div(lengths)));
  }
}
