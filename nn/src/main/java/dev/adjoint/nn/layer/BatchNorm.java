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
import dev.adjoint.ops.State;
import java.util.stream.IntStream;

/**
 * Gives each channel mean 0 and variance 1, then a scale and a shift of its own: {@code y = (x −
 * mean)/√(variance + epsilon)·scale + shift}, {@code [batch, channels, …] → [batch, channels, …]}
 * (Ioffe and Szegedy 2015, <i>Batch Normalization</i>). Training uses the mean and variance of the
 * batch, the variance divided by the number {@code n} of values of a channel, and updates the
 * running ones: {@code running ← (1 − momentum)·running + momentum·batch}. Inference uses the
 * running ones.
 *
 * @param scale {@code [channels]}
 * @param shift {@code [channels]}
 * @param mean the running mean, {@code [channels]}
 * @param variance the running variance, {@code [channels]}
 * @param momentum the weight of the batch in the running mean and variance, in {@code [0, 1]}
 * @param epsilon keeps constant channels finite
 * @param unbiased whether the running variance moves towards {@code n/(n − 1)} times the variance
 *     of the batch, as in PyTorch, or towards that variance itself, as in Keras and Flax
 */
public record BatchNorm(
    Parameter scale,
    Parameter shift,
    State mean,
    State variance,
    double momentum,
    double epsilon,
    boolean unbiased)
    implements Layer {
  private static final String NAME = "batchNorm";

  /**
   * Checks that parameters and states fit.
   *
   * @throws ShapeException if they do not
   * @throws IllegalArgumentException if {@code epsilon} is not positive or {@code momentum} not in
   *     {@code [0, 1]}
   */
  public BatchNorm {
    Normalization.check(NAME, "channels", scale, shift, epsilon);
    if (!mean.type().equals(scale.type()) || !variance.type().equals(scale.type())) {
      throw new ShapeException(
          NAME,
          "needs a mean and a variance of the type of the scale, %s: %s, %s"
              .formatted(scale.type(), mean.type(), variance.type()));
    }
    Preconditions.checkArgument(
        momentum >= 0 && momentum <= 1, "batchNorm: momentum must lie in [0, 1]: %s", momentum);
  }

  /**
   * Returns an F32 layer that begins with a scale and a running variance of 1, a shift and a
   * running mean of 0; momentum 0.1, epsilon 10⁻⁵, unbiased.
   */
  public static BatchNorm of(int channels) {
    return of(channels, DType.F32);
  }

  /** Returns a layer of a dtype; see {@link #of(int)}. */
  public static BatchNorm of(int channels, DType dtype) {
    Normalization.checkExtent(NAME, "channels", channels);
    return new BatchNorm(
        Normalization.scale(channels, dtype),
        Normalization.shift(channels, dtype),
        State.of("mean", Tensor.zeros(dtype, Shape.of(channels))),
        State.of("variance", Tensor.ones(dtype, Shape.of(channels))),
        0.1,
        1e-5,
        true);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int rank = x.shape().rank();
    int channels = scale.shape().dim(0);
    Normalization.checkChannels(NAME, x, channels, 2);
    Expr normal = context.isTraining() ? overBatch(x, context) : overRunning(x);
    return normal
        .mul(Normalization.perChannel(scale, rank))
        .add(Normalization.perChannel(shift, rank));
  }

  private Expr overRunning(Expr x) {
    int rank = x.shape().rank();
    return x.sub(Normalization.perChannel(mean, rank))
        .div(Normalization.perChannel(variance.add(epsilon).sqrt(), rank));
  }

  private Expr overBatch(Expr x, ForwardContext context) {
    int count = x.shape().dim(1) == 0 ? 0 : x.shape().size() / x.shape().dim(1);
    if (count < 2) {
      throw new ShapeException(
          NAME,
          "training needs more than one value per channel, got %s; make the batch larger"
              .formatted(x.shape()));
    }
    int[] axes = IntStream.range(0, x.shape().rank()).filter(axis -> axis != 1).toArray();
    Expr batchMean = x.meanKeepDims(axes);
    Expr centred = x.sub(batchMean);
    Expr batchVariance = centred.square().meanKeepDims(axes);
    move(mean, batchMean, context);
    move(variance, unbiased ? batchVariance.mul(count / (count - 1.0)) : batchVariance, context);
    return centred.div(batchVariance.add(epsilon).sqrt());
  }

  private void move(State running, Expr batch, ForwardContext context) {
    Expr step = batch.reshape(running.shape()).mul(momentum);
    context.update(running, running.mul(1 - momentum).add(step));
  }
}
