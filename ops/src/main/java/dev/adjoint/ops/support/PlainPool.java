package dev.adjoint.ops.support;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Shape;

/**
 * Pooling in plain loops over the definition, the oracle of faster ones: one place after the other,
 * each tap's element worked out from its coordinates.
 */
public final class PlainPool {
  private final PoolSizes sizes;
  private final boolean countPadding;

  private PlainPool(PoolSizes sizes, boolean countPadding) {
    this.sizes = sizes;
    this.countPadding = countPadding;
  }

  /** Returns the kernel of the largest elements and their positions. */
  public static Kernel max(PoolSizes sizes) {
    PlainPool pool = new PlainPool(sizes, false);
    return (in, out, _) -> pool.max(in[0], out[0], out[1]);
  }

  /** Returns the kernel of the means. */
  public static Kernel mean(PoolSizes sizes, boolean countPadding) {
    PlainPool pool = new PlainPool(sizes, countPadding);
    return (in, out, _) -> pool.mean(in[0], out[0]);
  }

  /** Returns the kernel of the derivative of the means. */
  public static Kernel spread(PoolSizes sizes, boolean countPadding) {
    PlainPool pool = new PlainPool(sizes, countPadding);
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
    for (int at = 0; at < y.size(); at++) {
      int place = at % sizes.to().size();
      double sum = 0;
      for (int tap = 0; tap < sizes.window().size(); tap++) {
        int i = element(tap, place);
        if (i >= 0) {
          double v = x.getDouble(at / sizes.to().size() * sizes.from().size() + i);
          sum = round(y.dtype(), sum + v);
        }
      }
      y.setDouble(at, sum / count(place));
    }
  }

  private void spread(Buffer y, Buffer x) {
    for (int at = 0; at < x.size(); at++) {
      x.setDouble(at, 0);
    }
    for (int at = 0; at < y.size(); at++) {
      int place = at % sizes.to().size();
      double share = round(y.dtype(), y.getDouble(at) / count(place));
      for (int tap = 0; tap < sizes.window().size(); tap++) {
        int i = element(tap, place);
        if (i >= 0) {
          int target = at / sizes.to().size() * sizes.from().size() + i;
          x.setDouble(target, x.getDouble(target) + share);
        }
      }
    }
  }

  /** Rounds a sum or quotient of two floats, for which a double has room enough. */
  private static double round(DType dtype, double value) {
    return dtype == DType.F32 ? (float) value : value;
  }

  private int count(int place) {
    int count = 0;
    for (int tap = 0; tap < sizes.window().size(); tap++) {
      count += countPadding || element(tap, place) >= 0 ? 1 : 0;
    }
    return count;
  }

  /** Returns the element of the plane under a tap at a place; −1 on padding. */
  private int element(int tap, int place) {
    int at = 0;
    for (int axis = 0; axis < sizes.from().rank(); axis++) {
      int i =
          coordinate(sizes.to(), place, axis) * sizes.sliding().strides().get(axis)
              - sizes.sliding().low().get(axis)
              + coordinate(sizes.window(), tap, axis) * sizes.sliding().dilations().get(axis);
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
