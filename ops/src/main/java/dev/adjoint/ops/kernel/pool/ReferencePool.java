// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.pool;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.kernel.product.ReferenceSum;

/**
 * Pooling in plain loops over the definition, the oracle of faster ones: one output position after
 * another, each tap's element found from its coordinates.
 */
public final class ReferencePool {
  private final PoolSizes sizes;
  private final boolean countPadding;

  private ReferencePool(PoolSizes sizes, boolean countPadding) {
    this.sizes = sizes;
    this.countPadding = countPadding;
  }

  /** Returns the kernel of the largest elements and their positions. */
  public static Kernel max(PoolSizes sizes) {
    ReferencePool pool = new ReferencePool(sizes, false);
    return (in, out, _) -> pool.max(in[0], out[0], out[1]);
  }

  /** Returns the kernel of the means. */
  public static Kernel mean(PoolSizes sizes, boolean countPadding) {
    ReferencePool pool = new ReferencePool(sizes, countPadding);
    return (in, out, _) -> pool.mean(in[0], out[0]);
  }

  /** Returns the kernel of the derivative of the means. */
  public static Kernel spread(PoolSizes sizes, boolean countPadding) {
    ReferencePool pool = new ReferencePool(sizes, countPadding);
    return (in, out, _) -> pool.spread(in[0], out[0]);
  }

  private void max(Buffer x, Buffer y, Buffer positions) {
    for (int at = 0; at < y.size(); at++) {
      int plane = at / sizes.to().size() * sizes.from().size();
      int best = -1;
      for (int tap = 0; tap < sizes.window().size(); tap++) {
        int i = element(tap, at % sizes.to().size());
        if (i >= 0 && (best < 0 || isLarger(x.getDouble(plane + i), x.getDouble(plane + best)))) {
          best = i;
        }
      }
      y.setDouble(at, x.getDouble(plane + best));
      positions.setLong(at, best);
    }
  }

  private static boolean isLarger(double a, double b) {
    return !Double.isNaN(b) && (a > b || Double.isNaN(a));
  }

  private void mean(Buffer x, Buffer y) {
    ReferenceSum sum = new ReferenceSum(y.dtype());
    for (int at = 0; at < y.size(); at++) {
      int outputPosition = at % sizes.to().size();
      int plane = at / sizes.to().size() * sizes.from().size();
      for (int tap = 0; tap < sizes.window().size(); tap++) {
        int i = element(tap, outputPosition);
        sum.fma(i < 0 ? 0 : x.getDouble(plane + i), 1);
      }
      y.setDouble(at, sum.result() / count(outputPosition));
    }
  }

  private void spread(Buffer y, Buffer x) {
    ReferenceSum sum = new ReferenceSum(x.dtype());
    for (int at = 0; at < x.size(); at++) {
      int plane = at / sizes.from().size() * sizes.to().size();
      // The output position moves forward as the tap moves back.
      for (int tap = sizes.window().size() - 1; tap >= 0; tap--) {
        int outputPosition = outputPositionOf(tap, at % sizes.from().size());
        double share =
            outputPosition < 0
                ? 0
                : round(y.dtype(), y.getDouble(plane + outputPosition) / count(outputPosition));
        sum.fma(share, 1);
      }
      x.setDouble(at, sum.result());
    }
  }

  /**
   * Returns the output position at which a tap lies on an element of a plane; −1 if there is none.
   */
  private int outputPositionOf(int tap, int element) {
    int outputPosition = 0;
    for (int axis = 0; axis < sizes.from().rank(); axis++) {
      int stride = sizes.options().strides().get(axis);
      int i =
          coordinate(sizes.from(), element, axis)
              + sizes.options().low().get(axis)
              - coordinate(sizes.window(), tap, axis) * sizes.options().dilations().get(axis);
      if (i < 0 || i % stride != 0 || i / stride >= sizes.to().dim(axis)) {
        return -1;
      }
      outputPosition = outputPosition * sizes.to().dim(axis) + i / stride;
    }
    return outputPosition;
  }

  /** Rounds a sum or quotient of two floats, which a double holds with enough digits. */
  private static double round(DType dtype, double value) {
    return dtype == DType.F32 ? (float) value : value;
  }

  private int count(int outputPosition) {
    int count = 0;
    for (int tap = 0; tap < sizes.window().size(); tap++) {
      count += countPadding || element(tap, outputPosition) >= 0 ? 1 : 0;
    }
    return count;
  }

  /** Returns the element of the plane under a tap at an output position; −1 on padding. */
  private int element(int tap, int outputPosition) {
    int at = 0;
    for (int axis = 0; axis < sizes.from().rank(); axis++) {
      int i =
          coordinate(sizes.to(), outputPosition, axis) * sizes.options().strides().get(axis)
              - sizes.options().low().get(axis)
              + coordinate(sizes.window(), tap, axis) * sizes.options().dilations().get(axis);
      if (i < 0 || i >= sizes.from().dim(axis)) {
        return -1;
      }
      at = at * sizes.from().dim(axis) + i;
    }
    return at;
  }

  private static int coordinate(Shape shape, int index, int axis) {
    return index / shape.strides().get(axis) % shape.dim(axis);
  }
}
