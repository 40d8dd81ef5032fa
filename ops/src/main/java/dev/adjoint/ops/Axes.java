// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Normalises axes given by a caller: ascending, counted from 0, as reductions take them. */
final class Axes {
  private Axes() {}

  /** Returns all axes of a shape, from 0. */
  static IntStream all(Shape shape) {
    return IntStream.range(0, shape.rank());
  }

  /**
   * Returns axes in ascending order, counted from 0; all axes if none is given.
   *
   * @param op the name of the op, for the error
   * @throws ShapeException if one does not exist or occurs twice
   */
  static ImmutableIntArray ascending(String op, Shape shape, int... axes) {
    int[] normal = new int[axes.length == 0 ? shape.rank() : axes.length];
    for (int i = 0; i < normal.length; i++) {
      normal[i] = axes.length == 0 ? i : shape.axis(op, axes[i]);
    }
    Arrays.sort(normal);
    for (int i = 1; i < normal.length; i++) {
      if (normal[i] == normal[i - 1]) {
        throw new ShapeException(
            op, "axis " + normal[i] + " occurs twice in " + Arrays.toString(axes) + " of " + shape);
      }
    }
    return ImmutableIntArray.copyOf(normal);
  }
}
