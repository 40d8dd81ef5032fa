// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.plan;

import dev.adjoint.graph.DType;

/**
 * A place in memory that holds a value while a plan runs. Slots overlap only where the values that
 * they hold are never needed at the same time.
 *
 * @param kind whose memory it is
 * @param dtype the type of the elements
 * @param number which input, variable, constant or output; for a temporary, its first element in
 *     the arena of its dtype
 * @param size the number of elements
 */
public record Slot(Kind kind, DType dtype, int number, int size) {
  /** Whose memory a slot is. */
  public enum Kind {
    /** Memory of the caller, read only. */
    INPUT("x"),
    /** Memory of a variable. */
    VARIABLE("v"),
    /** Memory of a constant, read only. */
    CONSTANT("c"),
    /** Memory that the caller gets. */
    OUTPUT("y"),
    /** Memory in the arena of the dtype, used over and over. */
    TEMPORARY("t");

    private final String letter;

    Kind(String letter) {
      this.letter = letter;
    }
  }

  /** Returns the number of bytes of the slot. */
  public long bytes() {
    return (long) size * dtype.bytes();
  }

  /** Returns whether two slots share memory. */
  public boolean overlaps(Slot other) {
    if (kind != other.kind || dtype != other.dtype) {
      return false;
    }
    return kind == Kind.TEMPORARY
        ? number < other.number + other.size && other.number < number + size
        : number == other.number;
  }

  /** Returns a short name: {@code x0}, {@code v1}, {@code c2}, {@code y0}, {@code t.f32@128}. */
  @Override
  public String toString() {
    return kind.letter + (kind == Kind.TEMPORARY ? "." + dtype + "@" : "") + number;
  }
}
