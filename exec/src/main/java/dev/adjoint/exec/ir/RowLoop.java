// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Workers;

/** A kernel that does the same for each of some rows; a piece of its work is some neighbours. */
abstract class RowLoop implements Kernel {
  /** Elements in a piece, so that handing it to another thread is worth the while. */
  private static final int GRAIN = 1 << 14;

  private final int rows;
  private final int rowsPerPiece;
  private final Workers.Task task = this::piece;
  private Buffer[] in = {};
  private Buffer[] out = {};

  /**
   * Creates a kernel.
   *
   * @param rows the number of rows
   * @param width the number of elements in a row
   */
  RowLoop(int rows, int width) {
    this.rows = rows;
    rowsPerPiece = Math.max(1, GRAIN / Math.max(1, width));
  }

  /** Begins a run, on the calling thread; by default does nothing. */
  void begin(Buffer[] inputs, Buffer[] outputs) {}

  /** Handles a row. */
  abstract void row(Buffer[] inputs, Buffer[] outputs, int row);

  @Override
  public final void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
    begin(inputs, outputs);
    in = inputs;
    out = outputs;
    workers.forEach(Math.ceilDiv(rows, rowsPerPiece), task);
  }

  private void piece(int piece) {
    int end = Math.min(rows, (piece + 1) * rowsPerPiece);
    for (int row = piece * rowsPerPiece; row < end; row++) {
      row(in, out, row);
    }
  }

  /** Copies a row of some elements to another. */
  static void copy(Buffer from, int row, Buffer to, int target, int width) {
    System.arraycopy(
        from.array(), from.offset() + row * width, to.array(), to.offset() + target * width, width);
  }
}
