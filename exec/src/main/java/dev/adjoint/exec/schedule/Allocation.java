// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.DType;
import org.jspecify.annotations.Nullable;

/** Memory that holds live ranges one after another; a temporary has no offset yet. */
final class Allocation {
  final Slot.Kind kind;
  final DType dtype;
  final int size;

  /**
   * Which input, variable, constant or output; for a temporary, its offset once it is known, in the
   * allocation that it is a part of if there is one.
   */
  int number;

  /** The first step that needs the allocation. */
  final int from;

  /** The last step that needs the allocation. */
  int to;

  /** The number of computed live ranges in the allocation. */
  int ranges = 1;

  /** The allocation that contains this one; null if there is none. */
  private final @Nullable Allocation whole;

  /** Whether other allocations are parts of it. */
  boolean hasParts;

  Allocation(Slot.Kind kind, DType dtype, int size, int number, int from, int to) {
    this(kind, dtype, size, number, from, to, null);
  }

  private Allocation(
      Slot.Kind kind,
      DType dtype,
      int size,
      int number,
      int from,
      int to,
      @Nullable Allocation whole) {
    this.whole = whole;
    this.kind = kind;
    this.dtype = dtype;
    this.size = size;
    this.number = number;
    this.from = from;
    this.to = to;
  }

  /**
   * Returns a part of this allocation, which lies where this one does, {@code offset} elements on.
   */
  Allocation part(int offset, int size) {
    hasParts = true;
    return new Allocation(kind, dtype, size, offset, from, to, this);
  }

  /** Returns the allocation that contains this one; null if there is none. */
  @Nullable Allocation whole() {
    return whole;
  }

  /** Returns whether the value may be overwritten at its last use. */
  boolean isAlone() {
    return whole == null && !hasParts;
  }

  long bytes() {
    return (long) size * dtype.bytes();
  }

  Slot toSlot() {
    return new Slot(kind, dtype, whole == null ? number : whole.number + number, size);
  }
}
