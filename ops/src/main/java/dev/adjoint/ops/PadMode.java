// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import java.util.ArrayList;
import java.util.List;

/**
 * How {@link Shapes#pad(int[], int[], PadMode)} repeats the elements of a tensor around it. The
 * comments show {@code 1 2 3} padded by two on both sides.
 */
public enum PadMode {
  /** Mirrored at the first and last element, without them: {@code 3 2 | 1 2 3 | 2 1}. */
  REFLECT,
  /** Mirrored behind the first and last element: {@code 2 1 | 1 2 3 | 3 2}. */
  SYMMETRIC,
  /** The first and the last element: {@code 1 1 | 1 2 3 | 3 3}. */
  EDGE,
  /** From the other end: {@code 2 3 | 1 2 3 | 1 2}. */
  CIRCULAR;

  /** Returns a tensor padded on every axis. */
  Expr pad(Expr x, int[] low, int[] high) {
    Shape in = x.shape();
    if (low.length != in.rank() || high.length != in.rank()) {
      throw new ShapeException(
          "pad",
          "%s and %s numbers for %s: give one an axis".formatted(low.length, high.length, in));
    }
    Expr y = x;
    for (int axis = 0; axis < in.rank(); axis++) {
      y = pad(y, axis, low[axis], high[axis]);
    }
    return y;
  }

  private Expr pad(Expr x, int axis, int low, int high) {
    int extent = x.shape().dim(axis);
    int most =
        switch (this) {
          case REFLECT -> Math.max(extent - 1, 0);
          case SYMMETRIC, CIRCULAR -> extent;
          case EDGE -> extent == 0 ? 0 : Integer.MAX_VALUE;
        };
    if (low < 0 || high < 0 || low > most || high > most) {
      throw new ShapeException(
          "pad",
          "%s by %s and %s on axis %s of %s: from 0 to %s elements are there to take"
              .formatted(name(), low, high, axis, x.shape(), most));
    }
    List<Expr> parts = new ArrayList<>();
    if (low > 0) {
      parts.add(before(x, axis, low, extent));
    }
    parts.add(x);
    if (high > 0) {
      parts.add(after(x, axis, high, extent));
    }
    return parts.size() == 1 ? x : Expr.concat(axis, parts);
  }

  private Expr before(Expr x, int axis, int low, int extent) {
    return switch (this) {
      case REFLECT -> x.slice(axis, 1, low + 1).flip(axis);
      case SYMMETRIC -> x.slice(axis, 0, low).flip(axis);
      case EDGE -> x.slice(axis, 0, 1).broadcastTo(x.shape().with(axis, low));
      case CIRCULAR -> x.slice(axis, extent - low, extent);
    };
  }

  private Expr after(Expr x, int axis, int high, int extent) {
    return switch (this) {
      case REFLECT -> x.slice(axis, extent - 1 - high, extent - 1).flip(axis);
      case SYMMETRIC -> x.slice(axis, extent - high, extent).flip(axis);
      case EDGE -> x.slice(axis, extent - 1, extent).broadcastTo(x.shape().with(axis, high));
      case CIRCULAR -> x.slice(axis, 0, high);
    };
  }
}
