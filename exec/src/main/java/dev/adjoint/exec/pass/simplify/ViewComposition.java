// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The map of a view of a view.
 *
 * <p>The outer view walks over the elements of the inner one, counted row-major; each of its axes
 * moves by a stride. Written as digits in the mixed radix of the inner view's extents, a stride
 * says how far each inner axis moves. If no walk along the outer axes carries from one inner axis
 * to the next, the digits turn into strides in the input of the inner view. Neighbouring inner axes
 * that lie in the input as one axis count as one, which lets reshapes through.
 */
final class ViewComposition {
  /** An axis, or several that lie in the input as one. */
  private record Run(int extent, long stride, long weight) {}

  private final IndexMap outer;
  private final IndexMap inner;
  private final List<Run> runs;

  private ViewComposition(IndexMap outer, IndexMap inner) {
    this.outer = outer;
    this.inner = inner;
    this.runs = runs(inner);
  }

  /**
   * Returns the map from the outer view to the input of the inner view; empty if there is none of
   * this form.
   */
  static Optional<IndexMap> of(IndexMap outer, IndexMap inner) {
    return inner.isTotal() && inner.shape().size() > 0
        ? new ViewComposition(outer, inner).composed()
        : Optional.empty();
  }

  private static List<Run> runs(IndexMap map) {
    List<Run> runs = new ArrayList<>();
    long weight = 1;
    for (int axis = map.shape().rank() - 1; axis >= 0; axis--) {
      int extent = map.shape().dim(axis);
      int stride = map.strides().get(axis);
      Run last = runs.isEmpty() ? null : runs.getLast();
      if (last != null && extent > 1 && stride == last.stride * last.extent) {
        runs.set(runs.size() - 1, new Run(last.extent * extent, last.stride, last.weight));
      } else if (extent > 1) {
        runs.add(new Run(extent, stride, weight));
      }
      weight *= extent;
    }
    return runs.reversed();
  }

  private Optional<IndexMap> composed() {
    Shape shape = outer.shape();
    int rank = shape.rank();
    long first = outer.offset();
    for (int i = 0; i < rank; i++) {
      if (count(i) <= 0) {
        return Optional.empty();
      }
      first += (long) from(i) * outer.strides().get(i);
    }
    long[] lowest = new long[runs.size()];
    long[] highest = new long[runs.size()];
    long offset = inner.offset();
    for (int r = 0; r < runs.size(); r++) {
      Run run = runs.get(r);
      lowest[r] = first / run.weight % run.extent;
      highest[r] = lowest[r];
      offset += lowest[r] * run.stride;
    }
    int[] strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      long stride = walk(i, lowest, highest);
      strides[i] = (int) stride;
      offset -= from(i) * stride;
    }
    for (int r = 0; r < runs.size(); r++) {
      if (lowest[r] < 0 || highest[r] >= runs.get(r).extent) {
        return Optional.empty();
      }
    }
    return (int) offset != offset
        ? Optional.empty()
        : Optional.of(
            new IndexMap(
                shape, (int) offset, ImmutableIntArray.copyOf(strides), outer.low(), outer.high()));
  }

  /** Walks along an outer axis, notes how far that leads, and returns the stride in the input. */
  private long walk(int axis, long[] lowest, long[] highest) {
    int steps = count(axis) - 1;
    if (steps == 0) {
      return 0;
    }
    int sign = Integer.signum(outer.strides().get(axis));
    long rest = Math.abs((long) outer.strides().get(axis));
    long stride = 0;
    for (int r = 0; r < runs.size(); r++) {
      Run run = runs.get(r);
      long digit = sign * (rest / run.weight);
      rest %= run.weight;
      lowest[r] += Math.min(0, digit * steps);
      highest[r] += Math.max(0, digit * steps);
      stride += digit * run.stride;
    }
    return stride;
  }

  private int from(int axis) {
    return Math.max(outer.low().get(axis), 0);
  }

  /** Returns how many coordinates of an outer axis point into the inner view. */
  private int count(int axis) {
    return Math.min(outer.high().get(axis), outer.shape().dim(axis)) - from(axis);
  }
}
