// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.window.Conv;
import dev.adjoint.ops.op.window.ConvTranspose;

/**
 * Convolutions, as networks have them: the filter is not flipped. Tensors are {@code [batch,
 * channels, spatial…]}.
 */
public final class Convolutions {
  private Convolutions() {}

  /** Returns the convolution along one axis by a filter {@code [out, channels, length]}. */
  public static Expr conv1d(Expr x, Expr filter, int stride, int padding) {
    return conv(x, filter, WindowOptions.over(1).stride(stride).padding(padding), 1);
  }

  /** Returns the convolution along two axes by a filter {@code [out, channels, height, width]}. */
  public static Expr conv2d(Expr x, Expr filter) {
    return conv2d(x, filter, 1, 0);
  }

  /** Returns the convolution along two axes by a filter {@code [out, channels, height, width]}. */
  public static Expr conv2d(Expr x, Expr filter, int stride, int padding) {
    return conv(x, filter, WindowOptions.over(2).stride(stride).padding(padding), 1);
  }

  /**
   * Returns the convolution along three axes by a filter {@code [out, channels, depth, height,
   * width]}.
   */
  public static Expr conv3d(Expr x, Expr filter, int stride, int padding) {
    return conv(x, filter, WindowOptions.over(3).stride(stride).padding(padding), 1);
  }

  /**
   * Returns the convolution by a filter {@code [out, channels/groups, window…]}, as PyTorch does
   * it.
   *
   * @param options how the filter slides
   * @param groups how many groups of channels are convolved apart; as many as there are channels
   *     make it depthwise
   * @throws ShapeException if the shapes do not fit
   */
  public static Expr conv(Expr x, Expr filter, WindowOptions options, int groups) {
    return Expr.apply(new Conv(options, groups), x, filter);
  }

  // ---------------- transposed

  /**
   * Returns the transposed convolution by a filter {@code [channels, out/groups, window…]}, in the
   * smallest size that a convolution takes back to this one: {@code (extent − 1)·stride − low −
   * high + (window − 1)·dilation + 1} along each axis.
   *
   * @throws ShapeException if the shapes do not fit
   */
  public static Expr convTranspose(Expr x, Expr filter, WindowOptions options, int groups) {
    int axes = options.axes();
    long[] spatial = new long[axes];
    // With other ranks, the op itself has the better message.
    boolean fits = x.shape().rank() == 2 + axes && filter.shape().rank() == 2 + axes;
    for (int i = 0; fits && i < axes; i++) {
      spatial[i] =
          (x.shape().dim(2 + i) - 1L) * options.strides().get(i)
              - options.low().get(i)
              - options.high().get(i)
              + (filter.shape().dim(2 + i) - 1L) * options.dilations().get(i)
              + 1;
    }
    Shape of = Shape.of("convTranspose" + axes + "d", spatial);
    return Expr.apply(new ConvTranspose(options, groups, of), x, filter);
  }

  /**
   * Returns the transposed convolution by a filter {@code [channels, out/groups, window…]}: the
   * derivative by its input of the convolution that makes this shape from the result's.
   *
   * @param options how the filter slides over the result
   * @param groups how many groups of channels are convolved apart
   * @param spatial the spatial extents of the result
   * @throws ShapeException if the shapes do not fit
   */
  public static Expr convTranspose(
      Expr x, Expr filter, WindowOptions options, int groups, int... spatial) {
    return Expr.apply(new ConvTranspose(options, groups, Shape.of(spatial)), x, filter);
  }
}
