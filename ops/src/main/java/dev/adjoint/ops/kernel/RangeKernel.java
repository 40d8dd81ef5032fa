// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Workers;

/**
 * A kernel that does the same to each of a number of items, such as the elements of its output or
 * the lines along an axis. The items are cut into pieces of neighbours. The number of pieces
 * depends on the amount of work, not on the number of threads, so every run gives the same bits.
 *
 * <p>Pieces run concurrently. An item writes all of its own part of the outputs and reads no
 * output. A kernel serves one run at a time.
 */
public abstract class RangeKernel implements Kernel {
  /** The work of a piece for which passing it to another thread is cheap. */
  private static final long GRAIN = 1 << 14;

  private static final int MAX_PIECES = 16;
  private static final Buffer[] NOTHING = {};

  private final int items;
  private final int pieces;
  private final Workers.Task task = this::piece;
  private Buffer[] in = NOTHING;
  private Buffer[] out = NOTHING;

  /**
   * Creates a kernel.
   *
   * @param items the number of items
   * @param work the approximate number of elements that an item reads and writes
   */
  protected RangeKernel(int items, long work) {
    this.items = items;
    long each = Math.clamp(work, 1, MAX_PIECES * GRAIN);
    long wanted = Math.ceilDiv(items * each, GRAIN);
    this.pieces = (int) Math.min(Math.min(items, MAX_PIECES), wanted);
  }

  /** Returns the number of pieces, so that each can have scratch memory of its own. */
  protected final int pieces() {
    return pieces;
  }

  /** Checks the inputs before any piece runs, on the calling thread; by default it does nothing. */
  protected void begin(Buffer[] inputs) {}

  /**
   * Prepares the inputs before any piece runs; by default it only {@linkplain #begin(Buffer[])
   * checks} them.
   */
  protected void begin(Buffer[] inputs, Workers workers) {
    begin(inputs);
  }

  /**
   * Runs the items {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @param piece the number of the piece that these items are
   */
  protected abstract void run(Buffer[] inputs, Buffer[] outputs, int from, int to, int piece);

  @Override
  public final void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
    begin(inputs, workers);
    in = inputs;
    out = outputs;
    try {
      workers.forEach(pieces, task);
    } finally {
      in = NOTHING;
      out = NOTHING;
    }
  }

  private void piece(int piece) {
    int from = (int) ((long) items * piece / pieces);
    int to = (int) ((long) items * (piece + 1) / pieces);
    run(in, out, from, to, piece);
  }
}
