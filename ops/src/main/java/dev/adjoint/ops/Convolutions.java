// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.window.Conv;
import dev.adjoint.ops.op.window.ConvTranspose;
import java.util.Arrays;

/**
 * Convolutions as in neural networks: the filter is not flipped. Tensors are {@code [batch,
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
   * Returns the convolution by a filter {@code [out, channels/groups, window…]}, as in PyTorch.
   *
   * @param options how the filter slides
   * @param groups the number of groups of channels, each convolved separately; as many groups as
   *     channels make it depthwise
   * @throws ShapeException if the shapes do not fit
   */
  public static Expr conv(Expr x, Expr filter, WindowOptions options, int groups) {
    return Expr.apply(new Conv(options, groups), x, filter);
  }

  /**
   * Returns the convolution of each channel by filters of its own, {@code [channels·m, 1,
   * window…]}: the outputs of a channel are {@code m} neighbours.
   *
   * @throws ShapeException if the shapes do not fit
   */
  public static Expr depthwiseConv(Expr x, Expr filter, WindowOptions options) {
    // With other ranks, the op itself has the better message.
    return conv(x, filter, options, x.shape().rank() > 1 ? Math.max(1, x.shape().dim(1)) : 1);
  }

  // ---------------- transposed

  /**
   * Returns the transposed convolution by a filter {@code [channels, out/groups, window…]}, in the
   * smallest size from which the convolution gives this one: {@code (extent − 1)·stride − low −
   * high + (window − 1)·dilation + 1} along each axis.
   *
   * @throws ShapeException if the shapes do not fit
   */
  public static Expr convTranspose(Expr x, Expr filter, WindowOptions options, int groups) {
    return convTranspose(x, filter, options, new int[options.axes()], groups);
  }

  /**
   * Returns the transposed convolution by a filter {@code [channels, out/groups, window…]}, some
   * elements larger than the smallest size, as in PyTorch.
   *
   * @param options how the filter slides over the result
   * @param outputPadding the number of elements added at the end of each axis of the result, less
   *     than the stride
   * @param groups the number of groups of channels, each convolved separately
   * @throws ShapeException if the shapes do not fit, or the convolution of the result would not
   *     have this size
   */
  public static Expr convTranspose(
      Expr x, Expr filter, WindowOptions options, int[] outputPadding, int groups) {
    int axes = options.axes();
    String name = "convTranspose" + axes + "d";
    if (outputPadding.length != axes || Arrays.stream(outputPadding).anyMatch(n -> n < 0)) {
      throw new ShapeException(
          name,
          "output padding %s: give one number for each of %s axes, 0 or more"
              .formatted(Arrays.toString(outputPadding), axes));
    }
    long[] spatial = new long[axes];
    // With other ranks, the op itself has the better message.
    boolean fits = x.shape().rank() == 2 + axes && filter.shape().rank() == 2 + axes;
    for (int i = 0; fits && i < axes; i++) {
      spatial[i] =
          (x.shape().dim(2 + i) - 1L) * options.strides().get(i)
              - options.low().get(i)
              - options.high().get(i)
              + (filter.shape().dim(2 + i) - 1L) * options.dilations().get(i)
              + 1
              + outputPadding[i];
    }
    return Expr.apply(new ConvTranspose(options, groups, Shape.of(name, spatial)), x, filter);
  }

  /**
   * Returns the transposed convolution by a filter {@code [channels, out/groups, window…]}: the
   * derivative by its input of the convolution that maps the result's shape to this one.
   *
   * @param options how the filter slides over the result
   * @param groups the number of groups of channels, each convolved separately
   * @param spatial the spatial extents of the result
   * @throws ShapeException if the shapes do not fit
   */
  public static Expr convTranspose(
      Expr x, Expr filter, WindowOptions options, int groups, int... spatial) {
    return Expr.apply(new ConvTranspose(options, groups, Shape.of(spatial)), x, filter);
  }
}
