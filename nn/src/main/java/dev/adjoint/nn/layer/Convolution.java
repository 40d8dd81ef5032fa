// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.WindowOptions;

/**
 * Filters that slide over any number of axes, as many as the window has: {@code y = conv(x, W) +
 * b}, {@code [batch, in, spatial…] → [batch, out, spatial'…]}; see {@link
 * dev.adjoint.ops.op.window.Conv}. A window of one extent makes it the {@code Conv1d} of PyTorch
 * and Keras, one of three the {@code Conv3d}; over images {@link Conv2d} is shorter.
 *
 * @param weight the filters {@code W}, {@code [out, in/groups, window…]}
 * @param bias {@code b}, {@code [out]}
 * @param windowOptions strides, padding and dilations
 * @param groups how many groups of channels are convolved apart; as many as there are channels that
 *     come in make it depthwise
 * @param same whether there is so much padding that {@code ⌈extent/stride⌉} elements go out along
 *     each axis, in place of the padding of {@code windowOptions}
 */
public record Convolution(
    Parameter weight, Parameter bias, WindowOptions windowOptions, int groups, boolean same)
    implements WeightedLayer {
  private static final String NAME = "convolution";

  /**
   * Checks that weight and bias fit.
   *
   * @throws ShapeException if they do not
   */
  public Convolution {
    if (weight.shape().rank() != 2 + windowOptions.axes()
        || !bias.shape().equals(weight.shape().slice(0, 1))) {
      throw new ShapeException(
          NAME,
          "over %s axes needs a weight [out, in/groups, window…] and a bias [out]: %s, %s"
              .formatted(windowOptions.axes(), weight.shape(), bias.shape()));
    }
  }

  /**
   * Returns an F32 layer of filters that slide by single elements without padding, with
   * Glorot-uniform weights and a zero bias.
   *
   * @param in the number of channels that come in
   * @param out the number of channels that go out
   * @param window the extents of the filters, one for each axis that they slide over
   * @param seed decides the weights
   */
  public static Convolution of(int in, int out, Shape window, Seed seed) {
    return of(in, out, window, 1, Initializer.glorotUniform(), DType.F32, seed);
  }

  /**
   * Returns a layer of filters that slide by single elements without padding, with weights of an
   * initializer and a zero bias.
   *
   * @param groups how many groups of channels are convolved apart
   * @throws IllegalArgumentException if a number is not positive, or the channels do not split into
   *     the groups
   */
  public static Convolution of(
      int in, int out, Shape window, int groups, Initializer weights, DType dtype, Seed seed) {
    check(NAME, in, out, window, groups);
    Shape shape = Shape.of(out, in / groups).concat(window);
    int taps = window.size();
    Tensor first =
        weights.draw(Filters.type(dtype, shape), in / groups * taps, out / groups * taps, seed);
    return new Convolution(
        Parameter.of("weight", first),
        Parameter.of("bias", Tensor.zeros(dtype, Shape.of(out))),
        WindowOptions.over(window.rank()),
        groups,
        false);
  }

  /**
   * Returns an F32 layer that convolves each channel by itself, with Glorot-uniform weights and a
   * zero bias.
   *
   * @param channels the number of channels that come in
   * @param multiplier how many go out for each of them
   * @param window the extents of the filters
   * @param seed decides the weights
   */
  public static Convolution depthwise(int channels, int multiplier, Shape window, Seed seed) {
    Initializer weights = Initializer.glorotUniform();
    return of(channels, channels * multiplier, window, channels, weights, DType.F32, seed);
  }

  /** Checks the numbers of a layer of filters. */
  static void check(String layer, int in, int out, Shape window, int groups) {
    Preconditions.checkArgument(
        in > 0 && out > 0 && groups > 0 && window.rank() > 0 && window.size() > 0,
        "%s: numbers of channels, window and groups must be positive: %s, %s, %s, %s",
        layer,
        in,
        out,
        window,
        groups);
    Preconditions.checkArgument(
        in % groups == 0 && out % groups == 0,
        "%s: %s and %s channels do not split into %s groups",
        layer,
        in,
        out,
        groups);
  }

  /** Returns this layer with filters that slide in another way. */
  public Convolution with(WindowOptions other) {
    return new Convolution(weight, bias, other, groups, same);
  }

  /** Returns this layer with so much padding that extents are only divided by the stride. */
  public Convolution withSame() {
    return new Convolution(weight, bias, windowOptions, groups, true);
  }

  @Override
  public int outputAxis() {
    return 0;
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return applyWith(x, weight);
  }

  @Override
  public Expr applyWith(Expr x, Expr other) {
    WindowOptions options = Filters.padded(windowOptions, same, x, other);
    return Filters.biased(Convolutions.conv(x, other, options, groups), bias);
  }
}
