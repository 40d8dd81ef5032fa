// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.shape.BroadcastTo;
import dev.adjoint.ops.op.shape.Concat;
import dev.adjoint.ops.op.shape.Pad;
import dev.adjoint.ops.op.shape.Permute;
import dev.adjoint.ops.op.shape.Reshape;
import java.util.Arrays;
import java.util.List;

/**
 * The methods of {@link Expr} that arrange elements and compute nothing, in a file of their own for
 * its length.
 */
abstract sealed class ShapeExpr extends ReductionExpr permits WindowExpr {
  ShapeExpr(Node node, int index) {
    super(node, index);
  }

  // ---------------- the same elements

  /** Returns the same elements in another shape; one extent may be −1 and is worked out. */
  public Expr reshape(int... dims) {
    return reshape(Reshape.resolve(shape(), dims));
  }

  /** Returns the same elements in another shape. */
  public Expr reshape(Shape target) {
    return target.equals(shape()) ? self() : Expr.apply(new Reshape(target), self());
  }

  /** Returns the same elements along one axis. */
  public Expr flatten() {
    return reshape(Shape.of(shape().size()));
  }

  /** Returns the same elements with the axes from {@code axis} on merged into one. */
  public Expr flattenFrom(int axis) {
    int from = shape().axis("flattenFrom", axis);
    long[] tail = shape().dims().stream().skip(from).asLongStream().toArray();
    return reshape(shape().slice(0, from).concat(Shape.of(Shape.of("flattenFrom", tail).size())));
  }

  /**
   * Returns this with axes of extent 1 inserted.
   *
   * @param axes where they stand in the result
   * @throws ShapeException if one of them does not exist or occurs twice
   */
  public Expr expandDims(int... axes) {
    int rank = shape().rank() + axes.length;
    boolean[] inserted = new boolean[rank];
    for (int axis : axes) {
      int place = axis < 0 ? axis + rank : axis;
      if (place < 0 || place >= rank || inserted[place]) {
        throw new ShapeException(
            "expandDims",
            "axes %s of %s: name different ones from %s to %s"
                .formatted(Arrays.toString(axes), shape(), -rank, rank - 1));
      }
      inserted[place] = true;
    }
    Shape expanded = shape();
    for (int place = 0; place < rank; place++) {
      expanded = inserted[place] ? expanded.insert(place, 1) : expanded;
    }
    return reshape(expanded);
  }

  /**
   * Returns this without the given axes of extent 1, or without all such axes if none is given.
   *
   * @throws ShapeException if an axis has another extent
   */
  public Expr squeeze(int... axes) {
    int[] chosen = axes;
    if (axes.length == 0) {
      chosen = Axes.all(shape()).filter(i -> shape().dim(i) == 1).toArray();
      if (chosen.length == 0) {
        return self();
      }
    }
    ImmutableIntArray dropped = Axes.ascending("squeeze", shape(), chosen);
    for (int i = 0; i < dropped.length(); i++) {
      if (shape().dim(dropped.get(i)) != 1) {
        throw new ShapeException(
            "squeeze",
            "axis %s of %s has extent %s, not 1"
                .formatted(dropped.get(i), shape(), shape().dim(dropped.get(i))));
      }
    }
    return reshape(shape().without(dropped));
  }

  /**
   * Returns this with its axes in another order, axis {@code i} of the result being axis {@code
   * axes[i]} of this.
   *
   * @throws ShapeException if not every axis is named once
   */
  public Expr permute(int... axes) {
    int[] normal = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      normal[i] = shape().axis("permute", axes[i]);
    }
    return Expr.apply(new Permute(ImmutableIntArray.copyOf(normal)), self());
  }

  /** Returns this with two axes swapped. */
  public Expr transpose(int a, int b) {
    int[] order = Axes.all(shape()).toArray();
    order[shape().axis("transpose", a)] = shape().axis("transpose", b);
    order[shape().axis("transpose", b)] = shape().axis("transpose", a);
    return permute(order);
  }

  /** Returns the transposed matrices: this with its last two axes swapped. */
  public Expr t() {
    return transpose(-2, -1);
  }

  // ---------------- repeated elements

  /** Returns this repeated into a larger shape by NumPy's rule. */
  public Expr broadcastTo(Shape target) {
    return target.equals(shape()) ? self() : Expr.apply(new BroadcastTo(target), self());
  }

  /** Returns this repeated into a larger shape by NumPy's rule. */
  public Expr broadcastTo(int... dims) {
    return broadcastTo(Shape.of("broadcastTo", Arrays.stream(dims).asLongStream().toArray()));
  }

  /**
   * Returns this repeated along axes that a reduction of a tensor of shape {@code target} dropped.
   */
  public Expr broadcastAlong(ImmutableIntArray axes, Shape target) {
    return expandDims(axes.toArray()).broadcastTo(target);
  }

  // ---------------- some of the elements, and more

  /**
   * Returns the elements from {@code starts} (inclusive) to {@code stops} (exclusive) on each axis.
   * Negative ones count from the end.
   *
   * @throws ShapeException if there are no such elements
   */
  public Expr slice(int[] starts, int[] stops) {
    int[] steps = new int[starts.length];
    Arrays.fill(steps, 1);
    return slice(starts, stops, steps);
  }

  /**
   * Returns every {@code steps}-th of the elements from {@code starts} (inclusive) to {@code stops}
   * (exclusive) on each axis, backwards if a step is negative.
   *
   * <p>Negative starts and stops count from the end, as in NumPy, so a step back as far as the
   * first element needs the stop {@code −extent − 1}; see {@link #flip} too. Unlike NumPy, which
   * cuts off what lies outside, this refuses it.
   *
   * @throws ShapeException if there are no such elements
   */
  public Expr slice(int[] starts, int[] stops, int[] steps) {
    return Slices.of(self(), starts, stops, steps);
  }

  /** Returns the elements from {@code start} (inclusive) to {@code stop} (exclusive) on an axis. */
  public Expr slice(int axis, int start, int stop) {
    return slice(axis, start, stop, 1);
  }

  /**
   * Returns every {@code step}-th of these elements on an axis; see {@link #slice(int[], int[],
   * int[])}.
   */
  public Expr slice(int axis, int start, int stop, int step) {
    return Slices.along(self(), axis, start, stop, step);
  }

  /**
   * Returns the elements at one place of an axis, which is dropped.
   *
   * @param index the place, counted from the end if negative
   * @throws ShapeException if there is no such place
   */
  public Expr select(int axis, int index) {
    return Slices.select(self(), axis, index);
  }

  /** Returns this with the elements along the given axes in reverse order; all if none is given. */
  public Expr flip(int... axes) {
    return Slices.flip(self(), axes);
  }

  /**
   * Returns parts of this that follow one another along an axis.
   *
   * @param lengths the extents of the parts
   * @throws ShapeException if they do not add up to the extent of the axis
   */
  public List<Expr> split(int axis, int... lengths) {
    int extent = shape().dim(shape().axis("split", axis));
    if (Arrays.stream(lengths).anyMatch(length -> length < 0)) {
      throw new ShapeException(
          "split", "lengths must not be negative: " + Arrays.toString(lengths) + " of " + shape());
    }
    if (Arrays.stream(lengths).asLongStream().sum() != extent) {
      throw new ShapeException(
          "split",
          "lengths %s do not add up to the extent of axis %s of %s"
              .formatted(Arrays.toString(lengths), axis, shape()));
    }
    ImmutableList.Builder<Expr> parts = ImmutableList.builder();
    int start = 0;
    for (int length : lengths) {
      parts.add(slice(axis, start, start + length));
      start += length;
    }
    return parts.build();
  }

  /**
   * Returns this with elements added around it.
   *
   * @param low how many to put before, for each axis
   * @param high how many to put after, for each axis
   * @param value what they are
   * @throws ShapeException if a number is negative, or not given for each axis
   */
  public Expr pad(int[] low, int[] high, double value) {
    boolean nothing = Arrays.stream(low).allMatch(n -> n == 0);
    nothing &= Arrays.stream(high).allMatch(n -> n == 0);
    Pad pad = new Pad(ImmutableIntArray.copyOf(low), ImmutableIntArray.copyOf(high), value);
    return nothing && pad.map(shape()).isTotal() ? self() : Expr.apply(pad, self());
  }

  /** Returns expressions put one after the other along an axis. */
  public static Expr concat(int axis, Expr... parts) {
    return concat(axis, Arrays.asList(parts));
  }

  /**
   * Returns expressions put one after the other along an axis.
   *
   * @throws ShapeException if there are none, or their types differ elsewhere than on that axis
   */
  public static Expr concat(int axis, List<Expr> parts) {
    int normal = parts.isEmpty() ? axis : parts.getFirst().shape().axis("concat", axis);
    return Expr.apply(new Concat(normal), parts);
  }

  /** Returns expressions of one type put one after the other along a new axis. */
  public static Expr stack(int axis, Expr... parts) {
    return stack(axis, Arrays.asList(parts));
  }

  /**
   * Returns expressions of one type put one after the other along a new axis.
   *
   * @param axis where the new axis stands in the result
   * @throws ShapeException if there are none, or their types differ
   */
  public static Expr stack(int axis, List<Expr> parts) {
    for (Expr part : parts) {
      if (!part.type().equals(parts.getFirst().type())) {
        throw new ShapeException(
            "stack", "types differ: " + parts.stream().map(Expr::type).toList());
      }
    }
    return concat(axis, parts.stream().map(part -> part.expandDims(axis)).toList());
  }
}
