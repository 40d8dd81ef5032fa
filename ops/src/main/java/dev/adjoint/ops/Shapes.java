// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.shape.BroadcastTo;
import dev.adjoint.ops.op.shape.Pad;
import dev.adjoint.ops.op.shape.Permute;
import dev.adjoint.ops.op.shape.Reshape;
import dev.adjoint.ops.op.shape.Unfold;
import java.util.Arrays;
import java.util.List;

/**
 * The methods of {@link Expr} that rearrange or repeat elements and compute nothing. {@link
 * Indexing} selects elements.
 */
public sealed interface Shapes permits Expr {
  // ---------------- the same elements

  /** Returns the same elements in another shape; one extent may be −1 and is inferred. */
  default Expr reshape(int... dims) {
    return reshape(Reshape.resolve(self().shape(), dims));
  }

  /** Returns the same elements in another shape. */
  default Expr reshape(Shape target) {
    return target.equals(self().shape()) ? self() : Expr.apply(new Reshape(target), self());
  }

  /** Returns the same elements along one axis. */
  default Expr flatten() {
    return reshape(Shape.of(self().shape().size()));
  }

  /** Returns the same elements with the axes from {@code axis} on merged into one. */
  default Expr flattenFrom(int axis) {
    int from = self().shape().axis("flattenFrom", axis);
    long[] tail = self().shape().dims().stream().skip(from).asLongStream().toArray();
    return reshape(
        self().shape().slice(0, from).concat(Shape.of(Shape.of("flattenFrom", tail).size())));
  }

  /**
   * Returns this with axes of extent 1 inserted.
   *
   * @param axes their positions in the result
   * @throws ShapeException if one of them does not exist or occurs twice
   */
  default Expr expandDims(int... axes) {
    int rank = self().shape().rank() + axes.length;
    boolean[] inserted = new boolean[rank];
    for (int axis : axes) {
      int place = axis < 0 ? axis + rank : axis;
      if (place < 0 || place >= rank || inserted[place]) {
        throw new ShapeException(
            "expandDims",
            "axes %s of %s: name different ones from %s to %s"
                .formatted(Arrays.toString(axes), self().shape(), -rank, rank - 1));
      }
      inserted[place] = true;
    }
    Shape expanded = self().shape();
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
  default Expr squeeze(int... axes) {
    int[] chosen = axes;
    if (axes.length == 0) {
      chosen = Axes.all(self().shape()).filter(i -> self().shape().dim(i) == 1).toArray();
      if (chosen.length == 0) {
        return self();
      }
    }
    ImmutableIntArray dropped = Axes.ascending("squeeze", self().shape(), chosen);
    for (int i = 0; i < dropped.length(); i++) {
      if (self().shape().dim(dropped.get(i)) != 1) {
        throw new ShapeException(
            "squeeze",
            "axis %s of %s has extent %s, not 1"
                .formatted(dropped.get(i), self().shape(), self().shape().dim(dropped.get(i))));
      }
    }
    return reshape(self().shape().without(dropped));
  }

  /**
   * Returns this with its axes in another order, axis {@code i} of the result being axis {@code
   * axes[i]} of this.
   *
   * @throws ShapeException if not every axis is named once
   */
  default Expr permute(int... axes) {
    int[] normal = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      normal[i] = self().shape().axis("permute", axes[i]);
    }
    return Expr.apply(new Permute(ImmutableIntArray.copyOf(normal)), self());
  }

  /** Returns this with two axes swapped. */
  default Expr transpose(int a, int b) {
    int[] order = Axes.all(self().shape()).toArray();
    order[self().shape().axis("transpose", a)] = self().shape().axis("transpose", b);
    order[self().shape().axis("transpose", b)] = self().shape().axis("transpose", a);
    return permute(order);
  }

  /**
   * Returns this with an axis moved to another position; the others keep their order.
   *
   * @throws ShapeException if there is no such axis or position
   */
  default Expr moveAxis(int from, int to) {
    int[] order = Axes.all(self().shape()).toArray();
    int source = self().shape().axis("moveAxis", from);
    int target = self().shape().axis("moveAxis", to);
    int step = source < target ? 1 : -1;
    for (int i = source; i != target; i += step) {
      order[i] = order[i + step];
    }
    order[target] = source;
    return source == target ? self() : permute(order);
  }

  /** Returns the transposed matrices: this with its last two axes swapped. */
  default Expr t() {
    return transpose(-2, -1);
  }

  /** Returns this with the elements along the given axes in reverse order; all if none is given. */
  default Expr flip(int... axes) {
    return Slices.flip(self(), axes);
  }

  /**
   * Returns this with the elements along an axis shifted cyclically.
   *
   * @param shift the distance, backwards if negative
   */
  default Expr roll(int axis, int shift) {
    int at = self().shape().axis("roll", axis);
    int extent = self().shape().dim(at);
    int first = extent == 0 ? 0 : Math.floorMod(-(long) shift, extent);
    return first == 0
        ? self()
        : Expr.concat(at, self().slice(at, first, extent), self().slice(at, 0, first));
  }

  /**
   * Returns this rotated by right angles in the plane of two axes, from the first towards the
   * second, as NumPy's {@code rot90}.
   *
   * @throws ShapeException if there are no two such axes
   */
  default Expr rot90(int times, int axis1, int axis2) {
    int a = self().shape().axis("rot90", axis1);
    int b = self().shape().axis("rot90", axis2);
    if (a == b) {
      throw new ShapeException(
          "rot90", "axes %s and %s of %s: name two".formatted(axis1, axis2, self().shape()));
    }
    return switch (Math.floorMod(times, 4)) {
      case 1 -> flip(b).transpose(a, b);
      case 2 -> flip(a, b);
      case 3 -> transpose(a, b).flip(b);
      default -> self();
    };
  }

  // ---------------- repeated elements

  /** Returns this repeated into a larger shape by NumPy's rule. */
  default Expr broadcastTo(Shape target) {
    return target.equals(self().shape()) ? self() : Expr.apply(new BroadcastTo(target), self());
  }

  /** Returns this repeated into a larger shape by NumPy's rule. */
  default Expr broadcastTo(int... dims) {
    return broadcastTo(Shape.of("broadcastTo", Arrays.stream(dims).asLongStream().toArray()));
  }

  /**
   * Returns this repeated along axes that a reduction of a tensor of shape {@code target} dropped.
   */
  default Expr broadcastAlong(ImmutableIntArray axes, Shape target) {
    return expandDims(axes.toArray()).broadcastTo(target);
  }

  /**
   * Returns copies of this side by side, {@code repetitions[i]} along axis {@code i}, aligned at
   * the last axis as in NumPy. With more numbers than axes the result has more axes.
   *
   * @throws ShapeException if a number is negative or the result has more than 2³¹−1 elements
   */
  default Expr tile(int... repetitions) {
    return Tiles.tile(self(), repetitions);
  }

  /**
   * Returns this with each element along an axis repeated.
   *
   * @throws ShapeException if the number is negative or the result has more than 2³¹−1 elements
   */
  default Expr repeat(int axis, int times) {
    return Tiles.repeat(self(), axis, times);
  }

  // ---------------- parts, and more

  /**
   * Returns consecutive parts of this along an axis.
   *
   * @param lengths the extents of the parts
   * @throws ShapeException if they do not add up to the extent of the axis
   */
  default List<Expr> split(int axis, int... lengths) {
    int extent = self().shape().dim(self().shape().axis("split", axis));
    if (Arrays.stream(lengths).anyMatch(length -> length < 0)) {
      throw new ShapeException(
          "split",
          "lengths must not be negative: " + Arrays.toString(lengths) + " of " + self().shape());
    }
    if (Arrays.stream(lengths).asLongStream().sum() != extent) {
      throw new ShapeException(
          "split",
          "lengths %s do not add up to the extent of axis %s of %s"
              .formatted(Arrays.toString(lengths), axis, self().shape()));
    }
    ImmutableList.Builder<Expr> parts = ImmutableList.builder();
    int start = 0;
    for (int length : lengths) {
      parts.add(self().slice(axis, start, start + length));
      start += length;
    }
    return parts.build();
  }

  /**
   * Returns this padded with a value.
   *
   * @param low the number of elements before, for each axis
   * @param high the number of elements after, for each axis
   * @param value their value
   * @throws ShapeException if a number is negative, or not given for each axis
   */
  default Expr pad(int[] low, int[] high, double value) {
    boolean nothing = Arrays.stream(low).allMatch(n -> n == 0);
    nothing &= Arrays.stream(high).allMatch(n -> n == 0);
    Pad pad = new Pad(ImmutableIntArray.copyOf(low), ImmutableIntArray.copyOf(high), value);
    return nothing && pad.map(self().shape()).isTotal() ? self() : Expr.apply(pad, self());
  }

  /**
   * Returns this padded with its own elements.
   *
   * @param low the number of elements before, for each axis
   * @param high the number of elements after, for each axis
   * @param mode how they are chosen
   * @throws ShapeException if a number is negative, not given for each axis, or larger than the
   *     extent, less 1 for {@link PadMode#REFLECT}
   */
  default Expr pad(int[] low, int[] high, PadMode mode) {
    return mode.pad(self(), low, high);
  }

  /**
   * Returns the windows along an axis, which they replace, with their elements along a new last
   * axis, as PyTorch's {@code torch.Tensor.unfold}. Elements after the last whole window are
   * dropped.
   *
   * @param size the extent of a window
   * @param step the distance between windows
   * @throws ShapeException if one is not positive, or no window fits
   */
  default Expr unfold(int axis, int size, int step) {
    return Expr.apply(new Unfold(self().shape().axis("unfold", axis), size, step), self());
  }

  /**
   * Returns the sums of overlapping windows at each position of an axis, 0 where there is none. It
   * is the transpose of {@link #unfold}, and its derivative.
   *
   * @param axis the axis of the windows, and of the result; the elements of a window lie along the
   *     last axis
   * @param extent the extent of the result
   * @param step the distance between windows
   * @throws ShapeException if an axis of this extent has another number of windows
   */
  default Expr fold(int axis, int extent, int step) {
    return Windows.fold(self(), axis, extent, step);
  }

  private Expr self() {
    return (Expr) this;
  }
}
