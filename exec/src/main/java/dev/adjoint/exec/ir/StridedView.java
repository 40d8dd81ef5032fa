// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.Optional;

/**
 * A view with any map, such as the composition of several views.
 *
 * @param map where each element comes from
 * @param fill the element where the map points outside of the input
 */
public record StridedView(IndexMap map, double fill) implements ViewOp {
  /** Returns a view whose every element is one of the input. */
  public static StridedView of(Shape shape, int offset, int[] strides) {
    return new StridedView(IndexMap.of(shape, offset, ImmutableIntArray.copyOf(strides)), 0);
  }

  /** Returns a value in another shape, itself if it has that shape. */
  public static Value reshape(Value value, Shape shape) {
    return value.shape().equals(shape) ? value : view(value, IndexMap.identity(shape));
  }

  /** Returns the view of a value through a map whose elements are all in the value. */
  public static Value view(Value value, IndexMap map) {
    return Node.of(new StridedView(map, 0), ImmutableList.of(value)).output(0);
  }

  /** Returns the map of a value that is a view; empty for any other value. */
  public static Optional<IndexMap> mapOf(Value value) {
    return value.node().op() instanceof ViewOp view
        ? Optional.of(view.map(value.node().inputs().getFirst().shape()))
        : Optional.empty();
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
