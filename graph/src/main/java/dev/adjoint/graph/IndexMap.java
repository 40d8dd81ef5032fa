// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableIntArray;

/**
 * Where each element of a view comes from: the element at coordinates {@code c} is the input's
 * element number {@code offset + Σᵢ cᵢ·stridesᵢ}, row-major, if {@code lowᵢ ≤ cᵢ < highᵢ} on every
 * axis, and the view's fill value otherwise.
 *
 * @param shape the shape of the view
 * @param offset the input's element at coordinates 0 (which may lie outside if {@code low} does not
 *     include 0)
 * @param strides the distance in the input between neighbours along each axis of the view; 0
 *     repeats
 * @param low the first coordinate on each axis that the input has
 * @param high one after the last coordinate on each axis that the input has
 */
public record IndexMap(
    Shape shape,
    int offset,
    ImmutableIntArray strides,
    ImmutableIntArray low,
    ImmutableIntArray high) {
  /**
   * Checks that every axis has a stride and bounds.
   *
   * @throws IllegalArgumentException if one has not
   */
  public IndexMap {
    Preconditions.checkArgument(
        strides.length() == shape.rank()
            && low.length() == shape.rank()
            && high.length() == shape.rank(),
        "map: strides %s and bounds %s, %s do not have one entry an axis of %s",
        strides,
        low,
        high,
        shape);
  }

  /** Returns a map whose every coordinate lies inside the input. */
  public static IndexMap of(Shape shape, int offset, ImmutableIntArray strides) {
    return new IndexMap(
        shape, offset, strides, ImmutableIntArray.copyOf(new int[shape.rank()]), shape.dims());
  }

  /** Returns the map of a view with the same elements in the same order. */
  public static IndexMap identity(Shape shape) {
    return of(shape, 0, shape.strides());
  }

  /** Returns whether no coordinate points outside of the input. */
  public boolean isTotal() {
    for (int i = 0; i < shape.rank(); i++) {
      if (low.get(i) > 0 || high.get(i) < shape.dim(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether the view has all elements of an input of the given size in the same order, so
   * that both can share their memory.
   */
  public boolean isIdentity(int inputSize) {
    if (offset != 0 || shape.size() != inputSize || !isTotal()) {
      return false;
    }
    ImmutableIntArray dense = shape.strides();
    for (int i = 0; i < shape.rank(); i++) {
      if (shape.dim(i) > 1 && strides.get(i) != dense.get(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether no coordinate points past the elements of an input of the given size, other
   * than those that mean the fill value.
   */
  public boolean staysWithin(int inputSize) {
    long first = offset;
    long last = offset;
    for (int i = 0; i < shape.rank(); i++) {
      long from = Math.max(low.get(i), 0);
      long to = Math.min(high.get(i), shape.dim(i)) - 1L;
      if (from > to) {
        return true;
      }
      first += Math.min(from * strides.get(i), to * strides.get(i));
      last += Math.max(from * strides.get(i), to * strides.get(i));
    }
    return first >= 0 && last < inputSize;
  }

  /**
   * Returns the input's element at the given coordinates of the view, or −1 for the fill value.
   *
   * @param coordinates one for each axis of the view, not checked
   */
  public int index(int... coordinates) {
    int at = offset;
    for (int i = 0; i < coordinates.length; i++) {
      if (coordinates[i] < low.get(i) || coordinates[i] >= high.get(i)) {
        return -1;
      }
      at += coordinates[i] * strides.get(i);
    }
    return at;
  }
}
