// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;

/**
 * A view with any map: what several views come to.
 *
 * @param map where each element comes from
 * @param fill what stands where the map points outside of the input
 */
record Strided(IndexMap map, double fill) implements ViewOp {
  /** Returns a view whose every element is one of the input. */
  static Strided of(Shape shape, int offset, int[] strides) {
    return new Strided(IndexMap.of(shape, offset, ImmutableIntArray.copyOf(strides)), 0);
  }

  /** Returns a value in another shape, itself if it has that shape. */
  static Value reshape(Value value, Shape shape) {
    return value.shape().equals(shape)
        ? value
        : Site.make(new Strided(IndexMap.identity(shape), 0), value);
  }

  @Override
  public IndexMap map(Shape in) {
    return map;
  }

  @Override
  public String name() {
    return "view";
  }

  @Override
  public String parameters() {
    String inside = "[from %s by %s".formatted(map.offset(), map.strides());
    return map.isTotal()
        ? inside + "]"
        : inside + " between %s and %s else %s]".formatted(map.low(), map.high(), fill);
  }
}
