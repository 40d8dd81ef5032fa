// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.stream.IntStream;

/**
 * Gives each channel of an example mean 0 and variance 1, then a scale and a shift of its own:
 * {@code y = (x − mean)/√(variance + epsilon)·scale + shift}, {@code [batch, channels, size, …] →
 * [batch, channels, size, …]} (Ulyanov, Vedaldi and Lempitsky 2016, <i>Instance Normalization</i>).
 * The variance is divided by the number of values of the channel.
 *
 * @param scale {@code [channels]}
 * @param shift {@code [channels]}
 * @param epsilon keeps constant channels finite
 */
public record InstanceNorm(Parameter scale, Parameter shift, double epsilon) implements Layer {
  private static final String NAME = "instanceNorm";

  /**
   * Checks that scale and shift fit.
   *
   * @throws ShapeException if they do not
   * @throws IllegalArgumentException if {@code epsilon} is not positive
   */
  public InstanceNorm {
    Normalization.check(NAME, "channels", scale, shift, epsilon);
  }

  /** Returns an F32 layer that begins with a scale of 1, a shift of 0 and an epsilon of 10⁻⁵. */
  public static InstanceNorm of(int channels) {
    return of(channels, DType.F32);
  }

  /** Returns a layer that begins with a scale of 1, a shift of 0 and an epsilon of 10⁻⁵. */
  public static InstanceNorm of(int channels, DType dtype) {
    Normalization.checkExtent(NAME, "channels", channels);
    return new InstanceNorm(
        Normalization.scale(channels, dtype), Normalization.shift(channels, dtype), 1e-5);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int rank = x.shape().rank();
    Normalization.checkChannels(NAME, x, scale.shape().dim(0), 3);
    return Normalization.standardize(x, epsilon, IntStream.range(2, rank).toArray())
        .mul(Normalization.perChannel(scale, rank))
        .add(Normalization.perChannel(shift, rank));
  }
}
