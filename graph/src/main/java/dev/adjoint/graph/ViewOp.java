// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * An op whose output elements are elements of its one input at other places, or a fill value. It
 * computes nothing, so a compiler may read through it instead of running it.
 */
public non-sealed interface ViewOp extends Op {
  /**
   * Returns where each output element comes from.
   *
   * @param in the shape of the input
   * @throws ShapeException if the op does not take such a shape
   */
  IndexMap map(Shape in);

  /** Returns the element where the map points outside of the input; 0 by default. */
  default double fill() {
    return 0;
  }

  /**
   * {@inheritDoc} By default the one input gives its dtype, and the map its shape; the map must
   * stay inside the input.
   */
  @Override
  default ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException(name(), "takes one input, got " + inputs);
    }
    TensorType in = inputs.getFirst();
    IndexMap map = map(in.shape());
    if (!map.staysWithin(in.size())) {
      throw new ShapeException(
          name(), "its map to " + map.shape() + " leaves the input " + in.shape() + ": " + map);
    }
    return ImmutableList.of(in.withShape(map.shape()));
  }
}
