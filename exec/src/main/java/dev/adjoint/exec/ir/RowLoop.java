// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import dev.adjoint.exec.machine.SliceCopy;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;

/** A kernel that copies some rows; a piece of its work is some neighbours. */
abstract class RowLoop implements Kernel {
  /** Elements in a piece, so that handing it to another thread is worth the while. */
  private static final int GRAIN = 1 << 14;

  /** How a row is copied. */
  final SliceCopy copy;

  /** The number of elements in a row. */
  final int width;

  private final int rows;
  private final int rowsPerPiece;
  private final Workers.Task task = this::piece;
  private Buffer[] in = {};
  private Buffer[] out = {};

  /** Creates a kernel for rows of this type. */
  RowLoop(TensorType type) {
    rows = type.shape().dim(0);
    width = type.size() / rows;
    copy = SliceCopy.of(type.dtype(), width, rows);
    rowsPerPiece = Math.max(1, GRAIN / Math.max(1, width));
  }

  /** Begins a run, on the calling thread; by default does nothing. */
  void begin(Buffer[] inputs, Buffer[] outputs) {}

  /** Copies the rows {@code from} (inclusive) to {@code to} (exclusive). */
  abstract void copy(Buffer[] inputs, Buffer[] outputs, int from, int to);

  @Override
  public final void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
    begin(inputs, outputs);
    in = inputs;
    out = outputs;
    workers.forEach(Math.ceilDiv(rows, rowsPerPiece), task);
  }

  private void piece(int piece) {
    int first = piece * rowsPerPiece;
    copy(in, out, first, Math.min(rows, first + rowsPerPiece));
  }
}
