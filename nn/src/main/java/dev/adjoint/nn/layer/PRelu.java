// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;

/**
 * {@code x} where it is positive, else {@code slope·x} with a trained slope: {@code [batch,
 * channels, …] → [batch, channels, …]} (He et al. 2015, <i>Delving Deep into Rectifiers</i>).
 *
 * @param slope {@code [channels]}, or {@code [1]} for one slope of all
 */
public record PRelu(Parameter slope) implements Layer {
  private static final double FIRST = 0.25;

  /**
   * Checks the slope.
   *
   * @throws ShapeException if it is no vector
   */
  public PRelu {
    if (slope.shape().rank() != 1) {
      throw new ShapeException(
          "prelu", "needs a slope [channels] or [1]: %s".formatted(slope.shape()));
    }
  }

  /** Returns an F32 layer of one slope for all elements, which begins at 0.25 as in the paper. */
  public static PRelu of() {
    return of(1, DType.F32);
  }

  /**
   * Returns a layer of a slope for each channel, which begin at 0.25 as in the paper.
   *
   * @param channels the extent of axis 1, or 1 for one slope of all
   * @throws IllegalArgumentException if it is not positive
   */
  public static PRelu of(int channels, DType dtype) {
    Normalization.checkExtent("prelu", "channels", channels);
    return new PRelu(Parameter.of("slope", Tensor.full(dtype, Shape.of(channels), FIRST)));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int channels = slope.shape().dim(0);
    if (channels == 1) {
      return Activations.prelu(x, slope);
    }
    Normalization.checkChannels("prelu", x, channels, 2);
    return Activations.prelu(x, Normalization.perChannel(slope, x.shape().rank()));
  }
}
