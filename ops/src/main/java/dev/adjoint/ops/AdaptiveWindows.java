// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.math.IntMath;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.kernel.conv.ConvSizes;
import java.util.Arrays;

/**
 * Pooling by a given number of windows that cover each axis, one axis after another from the last.
 * Where the number divides the extent, the windows are those of an ordinary pooling.
 */
final class AdaptiveWindows {
  private AdaptiveWindows() {}

  /** Returns {@link Pooling#adaptiveMaxPool}. */
  static Expr max(Expr x, int... to) {
    if (isEven("adaptiveMaxPool", x, to)) {
      Shape window = window(x, to);
      return Pooling.maxPool(x, window, slid(window));
    }
    Expr y = x;
    for (int axis = x.shape().rank() - 1; axis >= 2; axis--) {
      Expr windows = y.gather(axis, elements("adaptiveMaxPool", y.shape().dim(axis), to[axis - 2]));
      // The first in the order of the plane: the first of the first line that has one.
      Expr first = windows.argMax(axis + 1).expandDims(axis + 1);
      y = windows.takeAlongAxis(axis + 1, first).squeeze(axis + 1);
    }
    return y;
  }

  /** Returns {@link Pooling#adaptiveAvgPool}. */
  static Expr mean(Expr x, int... to) {
    if (isEven("adaptiveAvgPool", x, to)) {
      Shape window = window(x, to);
      return Pooling.avgPool(x, window, slid(window), false);
    }
    Expr y = x;
    for (int axis = x.shape().rank() - 1; axis >= 2; axis--) {
      y = mean(y, axis, to[axis - 2]);
    }
    return y;
  }

  private static Expr mean(Expr x, int axis, int count) {
    int extent = x.shape().dim(axis);
    Expr windows = x.gather(axis, elements("adaptiveAvgPool", extent, count));
    int widest = widest(extent, count);
    int[] lengths = new int[count];
    boolean[] inside = new boolean[count * widest];
    for (int i = 0; i < count; i++) {
      lengths[i] = stop(extent, count, i) - start(extent, count, i);
      Arrays.fill(inside, i * widest, i * widest + lengths[i], true);
    }
    int[] around = new int[x.shape().rank() - 1 - axis];
    Arrays.setAll(around, i -> -1 - i);
    Expr own = Expr.constant(Tensor.of(inside)).reshape(count, widest).expandDims(around);
    Expr divisor = Expr.constant(Tensor.of(lengths)).cast(x.dtype()).expandDims(around);
    return Expr.where(own, windows, 0).sum(axis + 1).div(divisor);
  }

  private static boolean isEven(String op, Expr x, int... to) {
    Shape shape = x.shape();
    boolean fits = to.length > 0 && shape.rank() == 2 + to.length;
    if (!fits || Arrays.stream(to).anyMatch(n -> n < 1)) {
      throw new ShapeException(
          op,
          "%s windows for %s: needs batch, channels and a positive number for each other axis"
              .formatted(Arrays.toString(to), shape));
    }
    boolean even = true;
    for (int i = 0; i < to.length; i++) {
      if (shape.dim(2 + i) == 0) {
        throw new ShapeException(op, "axis %s of %s has no elements".formatted(2 + i, shape));
      }
      even &= shape.dim(2 + i) % to[i] == 0;
    }
    return even;
  }

  private static Shape window(Expr x, int... to) {
    int[] window = ConvSizes.spatial(x.shape()).dims().toArray();
    Arrays.setAll(window, i -> window[i] / to[i]);
    return Shape.of(window);
  }

  private static WindowOptions slid(Shape window) {
    return WindowOptions.over(window.rank()).stride(window.dims().toArray());
  }

  /**
   * Returns the numbers of the elements of each window, {@code [count, widest]}; shorter windows
   * repeat their last element.
   *
   * @throws ShapeException if they are more than 2³¹−1
   */
  private static Expr elements(String op, int extent, int count) {
    int widest = widest(extent, count);
    int[] elements = new int[Shape.of(op, count, widest).size()];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < widest; j++) {
        int last = stop(extent, count, i) - 1;
        elements[i * widest + j] = Math.min(start(extent, count, i) + j, last);
      }
    }
    return Expr.constant(Tensor.of(elements)).cast(DType.I32).reshape(count, widest);
  }

  /**
   * Returns the extent of the widest window. One that starts {@code r/count} after an element spans
   * {@code ⌈(r + extent)/count⌉} of them, and the largest {@code r} is {@code count} less the
   * greatest common divisor of the two.
   */
  private static int widest(int extent, int count) {
    return (int) Math.ceilDiv((long) extent + count - IntMath.gcd(extent, count), (long) count);
  }

  private static int start(int extent, int count, int i) {
    return (int) ((long) i * extent / count);
  }

  private static int stop(int extent, int count, int i) {
    return (int) Math.ceilDiv((i + 1L) * extent, count);
  }
}
