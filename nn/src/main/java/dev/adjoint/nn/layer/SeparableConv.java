// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.WindowOptions;
import java.util.Arrays;

/**
 * A convolution of each channel by itself, then one of all channels at each place: {@code y =
 * conv(conv(x, D), P) + b}, {@code [batch, in, spatial…] → [batch, out, spatial'…]} (Chollet 2017,
 * <i>Xception: Deep Learning with Depthwise Separable Convolutions</i>). It has fewer weights than
 * a convolution and nothing between the two parts; MobileNet has a norm and ReLU there, which is a
 * {@code Sequential} of {@link Convolution#depthwise} and a {@link Convolution} of a window of 1.
 *
 * @param depthwise {@code D}, {@code [in·multiplier, 1, window…]}
 * @param pointwise {@code P}, {@code [out, in·multiplier, 1…]}
 * @param bias {@code b}, {@code [out]}
 * @param windowOptions how the filters of single channels slide
 * @param same whether there is so much padding that {@code ⌈extent/stride⌉} elements go out along
 *     each axis, in place of the padding of {@code windowOptions}
 */
public record SeparableConv(
    Parameter depthwise,
    Parameter pointwise,
    Parameter bias,
    WindowOptions windowOptions,
    boolean same)
    implements Layer {
  private static final String NAME = "separableConv";

  /**
   * Checks that the weights fit.
   *
   * @throws ShapeException if they do not
   */
  public SeparableConv {
    int rank = 2 + windowOptions.axes();
    Shape d = depthwise.shape();
    Shape p = pointwise.shape();
    boolean fit =
        d.rank() == rank
            && p.rank() == rank
            && d.dim(1) == 1
            && p.dim(1) == d.dim(0)
            && p.slice(2, rank).size() == 1
            && bias.shape().equals(p.slice(0, 1));
    if (!fit) {
      throw new ShapeException(
          NAME,
          ("over %s axes needs filters [in·multiplier, 1, window…] and [out, in·multiplier, 1…] and"
                  + " a bias [out]: %s, %s, %s")
              .formatted(windowOptions.axes(), d, p, bias.shape()));
    }
  }

  /**
   * Returns an F32 layer with one filter for each channel that comes in, which slides by single
   * elements without padding, with Glorot-uniform weights and a zero bias.
   *
   * @param in the number of channels that come in
   * @param out the number of channels that go out
   * @param window the extents of the filters, one for each axis that they slide over
   * @param seed decides the weights
   */
  public static SeparableConv of(int in, int out, Shape window, Seed seed) {
    return of(in, 1, out, window, DType.F32, seed);
  }

  /**
   * Returns a layer with first values as {@link #of(int, int, Shape, Seed)} has them.
   *
   * @param multiplier how many filters each channel has
   * @throws IllegalArgumentException if a number is not positive
   */
  public static SeparableConv of(
      int in, int multiplier, int out, Shape window, DType dtype, Seed seed) {
    Convolution.check(NAME, in, out, window, 1);
    Convolution.check(NAME, in, in * multiplier, window, in);
    Initializer glorot = Initializer.glorotUniform();
    int between = in * multiplier;
    int[] one = new int[window.rank()];
    Arrays.fill(one, 1);
    Shape d = Shape.of(between, 1).concat(window);
    Shape p = Shape.of(out, between).concat(Shape.of(one));
    int taps = window.size();
    return new SeparableConv(
        Parameter.of(
            "depthwise",
            glorot.draw(Filters.type(dtype, d), taps, multiplier * taps, seed.fold(0))),
        Parameter.of("pointwise", glorot.draw(Filters.type(dtype, p), between, out, seed.fold(1))),
        Parameter.of("bias", Tensor.zeros(dtype, Shape.of(out))),
        WindowOptions.over(window.rank()),
        false);
  }

  /** Returns this layer with filters that slide in another way. */
  public SeparableConv with(WindowOptions other) {
    return new SeparableConv(depthwise, pointwise, bias, other, same);
  }

  /** Returns this layer with so much padding that extents are only divided by the stride. */
  public SeparableConv withSame() {
    return new SeparableConv(depthwise, pointwise, bias, windowOptions, true);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    WindowOptions options = Filters.padded(windowOptions, same, x, depthwise);
    Expr apart = Convolutions.depthwiseConv(x, depthwise, options);
    WindowOptions still = WindowOptions.over(windowOptions.axes());
    return Filters.biased(Convolutions.conv(apart, pointwise, still, 1), bias);
  }
}
