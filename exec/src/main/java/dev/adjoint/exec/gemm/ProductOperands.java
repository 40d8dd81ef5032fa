// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.tile.TileTask;
import dev.adjoint.graph.Buffer;

/** The arrays of one run, and where in them the matrices begin. */
final class ProductOperands {
  /** Stands for the arrays between runs, so that they can be collected. */
  private static final Object NONE = new Object();

  Object a = NONE;
  int aOffset;
  Object b = NONE;
  int bOffset;
  Object c = NONE;
  int cOffset;

  /** What is done to each tile of C in the end. */
  TileTask after = TileTask.NONE;

  /** Remembers the arrays of a run. */
  void set(Buffer a, Buffer b, Buffer c, TileTask after) {
    this.after = after;
    this.a = a.array();
    aOffset = a.offset();
    this.b = b.array();
    bOffset = b.offset();
    this.c = c.array();
    cOffset = c.offset();
  }

  /** Forgets the arrays. */
  void clear() {
    a = NONE;
    b = NONE;
    c = NONE;
    after = TileTask.NONE;
  }
}
