// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;

/**
 * Gives each group of neighbouring channels of an example mean 0 and variance 1, then a scale and a
 * shift of its own to each channel: {@code y = (x − mean)/√(variance + epsilon)·scale + shift},
 * {@code [batch, channels, …] → [batch, channels, …]} (Wu and He 2018, <i>Group Normalization</i>).
 * The variance is divided by the number of values of the group.
 *
 * @param scale {@code [channels]}
 * @param shift {@code [channels]}
 * @param groups the number of groups of channels
 * @param epsilon keeps constant groups finite
 */
public record GroupNorm(Parameter scale, Parameter shift, int groups, double epsilon)
    implements Layer {
  private static final String NAME = "groupNorm";

  /**
   * Checks that scale, shift and groups fit.
   *
   * @throws ShapeException if scale and shift do not
   * @throws IllegalArgumentException if {@code epsilon} is not positive, or the channels do not
   *     split into the groups
   */
  public GroupNorm {
    Normalization.check(NAME, "channels", scale, shift, epsilon);
    int channels = scale.shape().dim(0);
    Preconditions.checkArgument(
        groups > 0 && channels % groups == 0,
        "groupNorm: %s channels do not split into %s groups",
        channels,
        groups);
  }

  /** Returns an F32 layer that begins with a scale of 1, a shift of 0 and an epsilon of 10⁻⁵. */
  public static GroupNorm of(int channels, int groups) {
    return of(channels, groups, DType.F32);
  }

  /** Returns a layer that begins with a scale of 1, a shift of 0 and an epsilon of 10⁻⁵. */
  public static GroupNorm of(int channels, int groups, DType dtype) {
    Normalization.checkExtent(NAME, "channels", channels);
    return new GroupNorm(
        Normalization.scale(channels, dtype), Normalization.shift(channels, dtype), groups, 1e-5);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Shape shape = x.shape();
    int rank = shape.rank();
    Normalization.checkChannels(NAME, x, scale.shape().dim(0), 2);
    int batch = shape.dim(0);
    int values = batch == 0 ? 0 : shape.size() / batch / groups;
    Expr grouped = x.reshape(batch, groups, values);
    return Normalization.standardize(grouped, epsilon, -1)
        .reshape(shape)
        .mul(Normalization.perChannel(scale, rank))
        .add(Normalization.perChannel(shift, rank));
  }
}
