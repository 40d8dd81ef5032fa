// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Tensor;

/**
 * How {@link Images#resize} finds elements between those that there are. An element is as wide as
 * the distance to the next one. Sizes alone decide, as fractions: no factor is rounded.
 *
 * <p>All but {@link #LINEAR_ALIGNED} put the edges of both images on each other, so that the centre
 * of element {@code i} of {@code to} lies at {@code (i + ½)·from/to − ½}.
 */
public enum Interpolation {
  /**
   * The nearest element, of two equally near ones the second: {@code ⌊(i + ½)·from/to⌋}. From 3 to
   * 8 it takes {@code 0 0 0 1 1 2 2 2}. PyTorch's {@code nearest-exact}; JAX, Keras.
   */
  NEAREST {
    @Override
    Expr along(Expr x, int axis, int from, int to) {
      return nearest(x, axis, from, to, from);
    }
  },

  /**
   * The element under the first edge: {@code ⌊i·from/to⌋}. From 3 to 8 it takes {@code 0 0 0 1 1 1
   * 2 2}. PyTorch's {@code nearest}, for models that were trained with it: it moves an image by
   * half an element.
   */
  NEAREST_FLOOR {
    @Override
    Expr along(Expr x, int axis, int from, int to) {
      return nearest(x, axis, from, to, 0);
    }
  },

  /**
   * The two elements beside the centre, weighed by how near they are; at the edge the last one. An
   * image that shrinks leaves out elements; {@link #LINEAR_ANTIALIASED} does not.
   */
  LINEAR {
    @Override
    Expr along(Expr x, int axis, int from, int to) {
      double[] places = new double[to];
      for (int i = 0; i < to; i++) {
        places[i] = Math.max(centre(i, from, to), 0);
      }
      return linear(x, axis, from, places);
    }
  },

  /**
   * As {@link #LINEAR}, with the first and last elements of both images on each other: {@code
   * i·(from − 1)/(to − 1)}, and the first one for {@code to = 1}. PyTorch's {@code align_corners}.
   */
  LINEAR_ALIGNED {
    @Override
    Expr along(Expr x, int axis, int from, int to) {
      double[] places = new double[to];
      for (int i = 1; i < to; i++) {
        places[i] = (double) ((long) i * (from - 1)) / (to - 1);
      }
      return linear(x, axis, from, places);
    }
  },

  /**
   * The mean of the elements nearer to the centre than {@code max(1, from/to)}, weighed by how near
   * they are: none is left out when an image shrinks, and nothing but {@link #LINEAR} when it
   * grows. PyTorch's and JAX's {@code antialias}.
   */
  LINEAR_ANTIALIASED {
    @Override
    Expr along(Expr x, int axis, int from, int to) {
      return to >= from ? LINEAR.along(x, axis, from, to) : triangles(x, axis, from, to);
    }
  };

  /** Returns a tensor with another extent along an axis; both extents are positive. */
  abstract Expr along(Expr x, int axis, int from, int to);

  /** Returns where the centre of element {@code i} of {@code to} lies among {@code from}. */
  private static double centre(int i, int from, int to) {
    return (double) ((2L * i + 1) * from - to) / (2L * to);
  }

  /** Returns elements {@code ⌊(2·i·from + shift)/(2·to)⌋}. */
  private static Expr nearest(Expr x, int axis, int from, int to, int shift) {
    if (to % from == 0) {
      return x.repeat(axis, to / from);
    }
    if (from % to == 0) {
      return x.slice(axis, (int) ((long) shift / (2L * to)), from, from / to);
    }
    int[] places = new int[to];
    for (int i = 0; i < to; i++) {
      places[i] = (int) ((2L * i * from + shift) / (2L * to));
    }
    return x.gather(axis, Expr.constant(Tensor.of(places)));
  }

  private static Expr linear(Expr x, int axis, int from, double... places) {
    int[] below = new int[places.length];
    int[] above = new int[places.length];
    double[] weights = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      below[i] = Math.min((int) places[i], from - 1);
      above[i] = Math.min(below[i] + 1, from - 1);
      weights[i] = places[i] - below[i];
    }
    Expr second = alongAxis(Expr.constant(Tensor.of(weights)), x, axis);
    Expr first = alongAxis(Expr.constant(Tensor.of(weights)).rsub(1), x, axis);
    Expr a = x.gather(axis, Expr.constant(Tensor.of(below)));
    Expr b = x.gather(axis, Expr.constant(Tensor.of(above)));
    return a.mul(first).add(b.mul(second));
  }

  private static Expr triangles(Expr x, int axis, int from, int to) {
    double reach = (double) from / to;
    int widest = 2 * (int) StrictMath.ceil(reach) + 1;
    int[] places = new int[to * widest];
    double[] weights = new double[to * widest];
    for (int i = 0; i < to; i++) {
      double centre = centre(i, from, to);
      int first = (int) StrictMath.ceil(centre - reach);
      double sum = 0;
      for (int j = 0; j < widest; j++) {
        int at = first + j;
        boolean inside = at >= 0 && at < from;
        double weight = inside ? Math.max(0, 1 - Math.abs(at - centre) / reach) : 0;
        places[i * widest + j] = Math.clamp(at, 0, from - 1);
        weights[i * widest + j] = weight;
        sum += weight;
      }
      for (int j = 0; j < widest; j++) {
        weights[i * widest + j] /= sum;
      }
    }
    Expr taps = Expr.constant(Tensor.of(places)).reshape(to, widest);
    Expr each = Expr.constant(Tensor.of(weights)).reshape(to, widest);
    Expr counted = each.greater(0);
    Expr near = x.gather(axis, taps).mul(alongAxis(each, x, axis));
    // Where nothing counts, not even an infinity does.
    return Expr.where(alongAxis(counted, x, axis), near, 0).sum(axis + 1);
  }

  /** Returns numbers for places of an axis, with axes to be broadcast over those behind it. */
  private static Expr alongAxis(Expr numbers, Expr x, int axis) {
    int[] behind = new int[x.shape().rank() - 1 - axis];
    for (int i = 0; i < behind.length; i++) {
      behind[i] = -1 - i;
    }
    Expr own = numbers.dtype().isFloating() ? numbers.cast(x.dtype()) : numbers;
    return own.expandDims(behind);
  }
}
