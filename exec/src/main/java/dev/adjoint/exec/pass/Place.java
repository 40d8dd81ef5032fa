package dev.adjoint.exec.pass;

import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.DType;

/** Memory that holds one content after another; where a temporary one lies is not yet decided. */
final class Place {
  final Slot.Kind kind;
  final DType dtype;
  final int size;

  /** Which input, variable, constant or output; for a temporary, its offset once it is known. */
  int number;

  /** The first step that needs the place. */
  final int from;

  /** The last step that needs the place. */
  int to;

  /** How many computed contents the place holds. */
  int contents = 1;

  Place(Slot.Kind kind, DType dtype, int size, int number, int from, int to) {
    this.kind = kind;
    this.dtype = dtype;
    this.size = size;
    this.number = number;
    this.from = from;
    this.to = to;
  }

  long bytes() {
    return (long) size * dtype.bytes();
  }

  Slot toSlot() {
    return new Slot(kind, dtype, number, size);
  }
}
