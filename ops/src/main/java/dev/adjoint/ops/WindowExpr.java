// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.window.AvgPool;
import dev.adjoint.ops.op.window.Conv;
import dev.adjoint.ops.op.window.ConvTranspose;
import dev.adjoint.ops.op.window.MaxPool;
import java.util.List;

/**
 * The methods of {@link Expr} that slide a window over spatial axes, in a file of their own for its
 * length. Tensors are {@code [batch, channels, spatial…]}.
 */
abstract sealed class WindowExpr extends ShapeExpr permits IndexExpr {
  WindowExpr(Node node, int index) {
    super(node, index);
  }

  // ---------------- convolution

  /** Returns the convolution along one axis by a filter {@code [out, channels, length]}. */
  public Expr conv1d(Expr filter, int stride, int padding) {
    return conv(filter, Sliding.over(1).stride(stride).padding(padding), 1);
  }

  /** Returns the convolution along two axes by a filter {@code [out, channels, height, width]}. */
  public Expr conv2d(Expr filter) {
    return conv2d(filter, 1, 0);
  }

  /** Returns the convolution along two axes by a filter {@code [out, channels, height, width]}. */
  public Expr conv2d(Expr filter, int stride, int padding) {
    return conv(filter, Sliding.over(2).stride(stride).padding(padding), 1);
  }

  /**
   * Returns the convolution along three axes by a filter {@code [out, channels, depth, height,
   * width]}.
   */
  public Expr conv3d(Expr filter, int stride, int padding) {
    return conv(filter, Sliding.over(3).stride(stride).padding(padding), 1);
  }

  /**
   * Returns the convolution by a filter {@code [out, channels/groups, window…]}, as PyTorch does
   * it.
   *
   * @param sliding how the filter slides
   * @param groups how many groups of channels are convolved apart; as many as there are channels
   *     make it depthwise
   * @throws ShapeException if the shapes do not fit
   */
  public Expr conv(Expr filter, Sliding sliding, int groups) {
    return Expr.apply(new Conv(sliding, groups), self(), filter);
  }

  /**
   * Returns the transposed convolution by a filter {@code [channels, out/groups, window…]}, in the
   * smallest size that a convolution takes back to this one: {@code (extent − 1)·stride − low −
   * high + (window − 1)·dilation + 1} along each axis.
   *
   * @throws ShapeException if the shapes do not fit
   */
  public Expr convTranspose(Expr filter, Sliding sliding, int groups) {
    int axes = sliding.axes();
    long[] spatial = new long[axes];
    // With other ranks, the op itself has the better message.
    boolean fits = shape().rank() == 2 + axes && filter.shape().rank() == 2 + axes;
    for (int i = 0; fits && i < axes; i++) {
      spatial[i] =
          (shape().dim(2 + i) - 1L) * sliding.strides().get(i)
              - sliding.low().get(i)
              - sliding.high().get(i)
              + (filter.shape().dim(2 + i) - 1L) * sliding.dilations().get(i)
              + 1;
    }
    Shape of = Shape.of("convTranspose" + axes + "d", spatial);
    return Expr.apply(new ConvTranspose(sliding, groups, of), self(), filter);
  }

  /**
   * Returns the transposed convolution by a filter {@code [channels, out/groups, window…]}: the
   * derivative by its input of the convolution that makes this shape from the result's.
   *
   * @param sliding how the filter slides over the result
   * @param groups how many groups of channels are convolved apart
   * @param spatial the spatial extents of the result
   * @throws ShapeException if the shapes do not fit
   */
  public Expr convTranspose(Expr filter, Sliding sliding, int groups, int... spatial) {
    return Expr.apply(new ConvTranspose(sliding, groups, Shape.of(spatial)), self(), filter);
  }

  // ---------------- pooling

  /** Returns the largest elements of squares that do not overlap. */
  public Expr maxPool2d(int size) {
    return maxPool2d(size, size, 0);
  }

  /** Returns the largest elements of squares; what is padding is left out. */
  public Expr maxPool2d(int size, int stride, int padding) {
    return maxPool(
        Shape.of("maxPool2d", size, size), Sliding.over(2).stride(stride).padding(padding));
  }

  /**
   * Returns the largest element under a window at each of its places; NaN if there is one. The
   * first of equals has the derivative. What is padding is left out.
   *
   * @throws ShapeException if the window does not fit, or at some place lies on padding alone
   */
  public Expr maxPool(Shape window, Sliding sliding) {
    return Expr.applyAll(new MaxPool(window, sliding), List.of(self())).getFirst();
  }

  /** Returns the means of squares that do not overlap. */
  public Expr avgPool2d(int size) {
    return avgPool2d(size, size, 0);
  }

  /** Returns the means of squares; padding counts as zeros. */
  public Expr avgPool2d(int size, int stride, int padding) {
    return avgPool(
        Shape.of("avgPool2d", size, size), Sliding.over(2).stride(stride).padding(padding), true);
  }

  /**
   * Returns the mean of the elements under a window at each of its places.
   *
   * @param countPadding whether padding counts as zeros, or is left out of the mean
   * @throws ShapeException if the window does not fit, or at some place lies on padding alone
   */
  public Expr avgPool(Shape window, Sliding sliding, boolean countPadding) {
    return Expr.apply(new AvgPool(window, sliding, countPadding), self());
  }
}
