// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.primitives.ImmutableIntArray;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The extents of a tensor along its axes, the outermost first; a scalar has none. Immutable, and
 * equal to every shape of the same extents. Data is laid out row-major: the last axis is
 * contiguous.
 */
public final class Shape {
  /** The name in errors where no op is known; {@link Node#of} puts that of the op in its place. */
  static final String NAME = "shape";

  /** The shape {@code []} of a scalar: no axis, one element. */
  public static final Shape SCALAR = new Shape(ImmutableIntArray.of(), 1);

  private final ImmutableIntArray dims;
  private final int size;

  private Shape(ImmutableIntArray dims, int size) {
    this.dims = dims;
    this.size = size;
  }

  /**
   * Returns the shape of the given extents.
   *
   * @throws ShapeException if an extent is negative or there are more than 2³¹−1 elements
   */
  public static Shape of(int... dims) {
    return of(ImmutableIntArray.copyOf(dims));
  }

  /**
   * Returns the shape of the given extents.
   *
   * @throws ShapeException if an extent is negative or there are more than 2³¹−1 elements
   */
  public static Shape of(ImmutableIntArray dims) {
    if (dims.isEmpty()) {
      return SCALAR;
    }
    long size = 1;
    boolean empty = false;
    for (int i = 0; i < dims.length(); i++) {
      int d = dims.get(i);
      if (d < 0) {
        throw impossible(NAME, dims.stream().asLongStream().toArray());
      }
      empty |= d == 0;
      size = Math.min(size * Math.max(d, 1), 1L << 32);
    }
    if (!empty && size > Integer.MAX_VALUE) {
      throw impossible(NAME, dims.stream().asLongStream().toArray());
    }
    return new Shape(dims.trimmed(), empty ? 0 : (int) size);
  }

  /**
   * Returns the shape of extents that an op has worked out, in 64 bits, so that none overflows.
   *
   * @param op the op that asks, for the error
   * @throws ShapeException if an extent is negative or there are more than 2³¹−1 elements
   */
  public static Shape of(String op, long... dims) {
    int[] extents = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      extents[i] = (int) dims[i];
      if (extents[i] != dims[i]) {
        throw impossible(op, dims);
      }
    }
    try {
      return of(extents);
    } catch (ShapeException e) {
      throw e.within(op);
    }
  }

  private static ShapeException impossible(String op, long... dims) {
    String extents = Arrays.toString(dims);
    if (Arrays.stream(dims).anyMatch(d -> d < 0)) {
      return new ShapeException(op, "extents must not be negative: " + extents);
    }
    BigInteger size = BigInteger.ONE;
    for (long d : dims) {
      size = size.multiply(BigInteger.valueOf(d));
    }
    String has = size.signum() == 0 ? " has an extent" : " has " + size + " elements, which is";
    return new ShapeException(
        op, extents + has + " beyond the limit of 2147483647; make it smaller or split it");
  }

  /** Returns the extents. */
  public ImmutableIntArray dims() {
    return dims;
  }

  /** Returns the number of axes. */
  public int rank() {
    return dims.length();
  }

  /** Returns the number of elements, the product of the extents. */
  public int size() {
    return size;
  }

  /** Returns whether there is no axis. */
  public boolean isScalar() {
    return dims.isEmpty();
  }

  /**
   * Returns the extent of an axis, counted from the end if negative.
   *
   * @throws ShapeException if there is no such axis
   */
  public int dim(int axis) {
    return dims.get(axis(axis));
  }

  /**
   * Returns the axis as a number in {@code [0, rank)}; {@code -1} means the last one.
   *
   * @throws ShapeException if there is no such axis
   */
  public int axis(int axis) {
    return axis(NAME, axis);
  }

  /**
   * Returns the axis as a number in {@code [0, rank)}; {@code -1} means the last one.
   *
   * @param op the op that asks, for the error
   * @throws ShapeException if there is no such axis
   */
  public int axis(String op, int axis) {
    int normal = axis < 0 ? axis + rank() : axis;
    if (normal < 0 || normal >= rank()) {
      throw new ShapeException(
          op,
          "axis "
              + axis
              + " of "
              + this
              + ": "
              + (isScalar()
                  ? "a scalar has no axes"
                  : "axes go from " + -rank() + " to " + (rank() - 1)));
    }
    return normal;
  }

  /**
   * Returns how many elements apart two neighbours along each axis lie, row-major: the product of
   * the extents to the right. Meaningless where there are no elements.
   */
  public ImmutableIntArray strides() {
    int[] strides = new int[rank()];
    int stride = 1;
    for (int i = rank() - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims.get(i);
    }
    return ImmutableIntArray.copyOf(strides);
  }

  /**
   * Returns this shape with the extent of one axis replaced.
   *
   * @param axis the axis, counted from the end if negative
   * @throws ShapeException if there is no such axis, or no such shape (see {@link #of(int...)})
   */
  public Shape with(int axis, int extent) {
    int[] d = dims.toArray();
    d[axis(axis)] = extent;
    return of(d);
  }

  /**
   * Returns this shape with an axis of the given extent inserted, which becomes axis {@code axis}.
   *
   * @param axis from 0 to the rank; {@code -1} appends
   * @throws ShapeException if there is no such place, or no such shape (see {@link #of(int...)})
   */
  public Shape insert(int axis, int extent) {
    return insert(NAME, axis, extent);
  }

  /**
   * Returns this shape with an axis inserted; see {@link #insert(int, int)}.
   *
   * @param op the op that asks, for the error
   * @throws ShapeException if there is no such place, or no such shape (see {@link #of(int...)})
   */
  public Shape insert(String op, int axis, int extent) {
    int at = axis < 0 ? axis + rank() + 1 : axis;
    if (at < 0 || at > rank()) {
      throw new ShapeException(
          op,
          "cannot insert an axis at "
              + axis
              + " of "
              + this
              + ": places go from "
              + (-rank() - 1)
              + " to "
              + rank());
    }
    long[] d = new long[rank() + 1];
    for (int i = 0; i < d.length; i++) {
      d[i] = i < at ? dims.get(i) : i == at ? extent : dims.get(i - 1);
    }
    return of(op, d);
  }

  /**
   * Returns this shape without some of its axes.
   *
   * @param axes the axes to leave out, in any order, each in {@code [0, rank)}
   * @throws ShapeException if there is no such axis
   */
  public Shape without(ImmutableIntArray axes) {
    for (int i = 0; i < axes.length(); i++) {
      if (axes.get(i) < 0 || axes.get(i) >= rank()) {
        throw new ShapeException(NAME, "cannot leave out axes " + axes + " of " + this);
      }
    }
    ImmutableIntArray.Builder kept = ImmutableIntArray.builder(rank());
    for (int i = 0; i < rank(); i++) {
      if (!axes.contains(i)) {
        kept.add(dims.get(i));
      }
    }
    return of(kept.build());
  }

  /**
   * Returns the extents from axis {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @throws ShapeException unless {@code 0 ≤ from ≤ to ≤ rank}
   */
  public Shape slice(int from, int to) {
    if (from < 0 || from > to || to > rank()) {
      throw new ShapeException(
          NAME, "axes %s to %s are not in order within %s".formatted(from, to, this));
    }
    return of(dims.subArray(from, to));
  }

  /**
   * Returns this shape followed by the extents of another.
   *
   * @throws ShapeException if there are more than 2³¹−1 elements
   */
  public Shape concat(Shape tail) {
    return of(
        ImmutableIntArray.builder(rank() + tail.rank()).addAll(dims).addAll(tail.dims).build());
  }

  /**
   * Returns whether a tensor of this shape can be repeated into {@code target} by NumPy's rule:
   * aligned at the last axis, each extent is equal, or 1, or missing.
   */
  public boolean broadcastsTo(Shape target) {
    int lead = target.rank() - rank();
    if (lead < 0) {
      return false;
    }
    for (int i = 0; i < rank(); i++) {
      if (dims.get(i) != 1 && dims.get(i) != target.dims.get(lead + i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the smallest shape that both shapes broadcast to.
   *
   * @param op the op that asks, for the error
   * @throws ShapeException if an extent differs and neither is 1, or if the result has more than
   *     2³¹−1 elements
   */
  public static Shape broadcast(String op, Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    long[] d = new long[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.rank() ? a.dims.get(a.rank() - i) : 1;
      int y = i <= b.rank() ? b.dims.get(b.rank() - i) : 1;
      if (x != y && x != 1 && y != 1) {
        throw new ShapeException(
            op,
            "shapes do not broadcast: "
                + a
                + " and "
                + b
                + " ("
                + x
                + " ≠ "
                + y
                + " on axis "
                + i
                + " from the right); each extent must be equal or 1");
      }
      d[rank - i] = x == 1 ? y : x;
    }
    return of(op, d);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Shape s && dims.equals(s.dims);
  }

  @Override
  public int hashCode() {
    return dims.hashCode();
  }

  /** Returns the extents in brackets, such as {@code [32, 784]}. */
  @Override
  public String toString() {
    return Arrays.toString(dims.toArray());
  }
}
