// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.reduce;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.Expr;
import java.util.stream.IntStream;

/**
 * Treats several axes of a tensor as one: they are moved behind the others and merged into a last
 * axis, in their order.
 *
 * @param shape the shape of the tensor
 * @param axes the axes, ascending, from 0
 */
public record MergedAxes(Shape shape, ImmutableIntArray axes) {
  /** Returns the tensor with the axes merged. */
  public Expr merge(Expr x) {
    Shape kept = shape.without(axes);
    long[] dims = new long[kept.rank() + 1];
    for (int i = 0; i < kept.rank(); i++) {
      dims[i] = kept.dim(i);
    }
    dims[kept.rank()] = count();
    return ordered(x).reshape(Shape.of("reshape", dims));
  }

  /** Returns a tensor with merged axes in the layout of the original. */
  public Expr split(Expr y) {
    int[] order = order();
    int[] inverse = new int[order.length];
    int[] moved = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
      moved[i] = shape.dim(order[i]);
    }
    return y.reshape(Shape.of(moved)).permute(inverse);
  }

  /** Returns the extent of the merged axis. */
  public long count() {
    long count = 1;
    for (int axis : axes.toArray()) {
      count *= shape.dim(axis);
    }
    return count;
  }

  private Expr ordered(Expr x) {
    int[] order = order();
    boolean same = IntStream.range(0, order.length).allMatch(i -> order[i] == i);
    return same ? x : x.permute(order);
  }

  private int[] order() {
    IntStream kept = IntStream.range(0, shape.rank()).filter(i -> !axes.contains(i));
    return IntStream.concat(kept, axes.stream()).toArray();
  }
}
