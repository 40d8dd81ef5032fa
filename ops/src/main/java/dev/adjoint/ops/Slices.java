// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.shape.Slice;
import java.util.Arrays;

/** Converts slices given by start and stop into the form of {@link Slice}. */
final class Slices {
  private Slices() {}

  /** Returns a slice on every axis. */
  static Expr of(Expr x, int[] starts, int[] stops, int[] steps) {
    Shape in = x.shape();
    if (starts.length != in.rank() || stops.length != in.rank() || steps.length != in.rank()) {
      throw new ShapeException(
          "slice",
          "starts %s, stops %s, steps %s of %s: give one an axis"
              .formatted(
                  Arrays.toString(starts), Arrays.toString(stops), Arrays.toString(steps), in));
    }
    int[] from = new int[in.rank()];
    int[] counts = new int[in.rank()];
    for (int i = 0; i < from.length; i++) {
      from[i] = starts[i] < 0 ? starts[i] + in.dim(i) : starts[i];
      counts[i] = count(in, i, starts[i], stops[i], steps[i]);
    }
    return apply(x, from, counts, steps);
  }

  private static int count(Shape in, int axis, int start, int stop, int step) {
    int extent = in.dim(axis);
    int from = start < 0 ? start + extent : start;
    int to = stop < 0 ? stop + extent : stop;
    boolean inside = step > 0 ? from >= 0 && to <= extent : from < extent && to >= -1;
    boolean ordered = step > 0 ? from <= to : from >= to;
    if (step == 0 || !inside || !ordered) {
      throw new ShapeException(
          "slice",
          "%s:%s:%s on axis %s of %s: %s"
              .formatted(
                  start,
                  stop,
                  step,
                  axis,
                  in,
                  step == 0
                      ? "the step must not be 0"
                      : inside ? "stops before it starts" : "reaches outside"));
    }
    return (int) Math.ceilDiv(Math.abs((long) to - from), Math.abs((long) step));
  }

  /** Returns a slice on one axis. */
  static Expr along(Expr x, int axis, int start, int stop, int step) {
    int at = x.shape().axis("slice", axis);
    int[] starts = new int[x.shape().rank()];
    int[] stops = x.shape().dims().toArray();
    int[] steps = ones(x.shape());
    starts[at] = start;
    stops[at] = stop;
    steps[at] = step;
    return of(x, starts, stops, steps);
  }

  /** Returns the elements at one index of an axis, which is dropped. */
  static Expr select(Expr x, int axis, int index) {
    int at = x.shape().axis("select", axis);
    int extent = x.shape().dim(at);
    int place = index < 0 ? index + extent : index;
    if (place < 0 || place >= extent) {
      throw new ShapeException(
          "select", "index " + index + " is not on axis " + axis + " of " + x.shape());
    }
    return along(x, at, place, place + 1, 1).squeeze(at);
  }

  /** Returns the elements along some axes in reverse order. */
  static Expr flip(Expr x, int... axes) {
    ImmutableIntArray flipped = Axes.ascending("flip", x.shape(), axes);
    int[] starts = new int[x.shape().rank()];
    int[] steps = ones(x.shape());
    for (int i = 0; i < flipped.length(); i++) {
      starts[flipped.get(i)] = Math.max(0, x.shape().dim(flipped.get(i)) - 1);
      steps[flipped.get(i)] = -1;
    }
    return apply(x, starts, x.shape().dims().toArray(), steps);
  }

  private static int[] ones(Shape shape) {
    int[] ones = new int[shape.rank()];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Applies the op unless it is the identity. */
  private static Expr apply(Expr x, int[] starts, int[] counts, int[] steps) {
    Slice slice =
        new Slice(
            ImmutableIntArray.copyOf(starts),
            ImmutableIntArray.copyOf(counts),
            ImmutableIntArray.copyOf(steps));
    boolean everything =
        Shape.of(counts).equals(x.shape()) && Arrays.stream(steps).allMatch(s -> s > 0);
    return everything ? x : Expr.apply(slice, x);
  }
}
