// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.State;

/**
 * A layer whose weight, as a matrix of a row for each output, is divided by its largest singular
 * value, so that it stretches nothing: {@code W/σ(W)}, {@code […] → […]} (Miyato et al. 2018,
 * <i>Spectral Normalization for Generative Adversarial Networks</i>). {@code σ = uᵀ·W·v} comes from
 * the power iteration {@code v ← Wᵀ·u/‖Wᵀ·u‖, u ← W·v/‖W·v‖}; training takes so many steps of it
 * and keeps {@code u}, inference takes none. The derivative by the weight holds {@code u} and
 * {@code v} fixed, as the paper and PyTorch have it.
 *
 * @param layer the layer
 * @param direction {@code u}, {@code [out]}
 * @param iterations how many steps a step of training takes, 1 in the paper
 */
public record SpectralNorm(WeightedLayer layer, State direction, int iterations) implements Layer {
  /** Keeps directions finite; that of PyTorch. */
  private static final double EPSILON = 1e-12;

  /**
   * Checks that direction and weight fit.
   *
   * @throws ShapeException if they do not
   * @throws IllegalArgumentException if the number of iterations is not positive
   */
  public SpectralNorm {
    int outputs = layer.weight().shape().dim(layer.outputAxis());
    if (!direction.shape().equals(Shape.of(outputs))
        || direction.dtype() != layer.weight().dtype()) {
      throw new ShapeException(
          "spectralNorm",
          "needs a direction of one number for each output of the weight: %s, %s"
              .formatted(layer.weight().type(), direction.type()));
    }
    Preconditions.checkArgument(
        iterations > 0, "spectralNorm: the iterations must be positive: %s", iterations);
  }

  /**
   * Returns a layer that begins with a random direction and takes one step of the iteration.
   *
   * @param seed decides the direction
   */
  public static SpectralNorm of(WeightedLayer layer, Seed seed) {
    int outputs = layer.weight().shape().dim(layer.outputAxis());
    TensorType type = layer.weight().type().withShape(Shape.of(outputs));
    Expr drawn = Expr.constant(Initializer.normal(1).draw(type, 1, 1, seed));
    return new SpectralNorm(layer, State.of("direction", unit(drawn).eval()), 1);
  }

  private static Expr unit(Expr vector) {
    return vector.div(vector.square().sum().sqrt().maximum(EPSILON));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Expr weight = layer.weight();
    int outputs = direction.shape().dim(0);
    Expr rows = weight.moveAxis(layer.outputAxis(), 0);
    Expr matrix = rows.reshape(outputs, rows.shape().slice(1, rows.shape().rank()).size());
    Expr fixed = matrix.stopGradient();
    Expr u = direction;
    Expr v = unit(u.expandDims(0).matmul(fixed).flatten());
    if (context.isTraining()) {
      for (int i = 0; i < iterations; i++) {
        u = unit(fixed.matmul(v.expandDims(1)).flatten());
        v = unit(u.expandDims(0).matmul(fixed).flatten());
      }
      context.update(direction, u);
    }
    Expr sigma = u.mul(matrix.matmul(v.expandDims(1)).flatten()).sum();
    return layer.applyWith(x, weight.div(sigma));
  }
}
