// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Workers;

/**
 * A kernel that does the same to each of a number of items, such as the elements of its output or
 * the lines along an axis. The items are cut into pieces of neighbours, as many as the amount of
 * work asks for, whatever the number of threads: so every run gives the same bits.
 *
 * <p>Pieces run at the same time. An item writes its own part of the outputs, all of it, and reads
 * none of theirs. A kernel serves one run at a time.
 */
public abstract class RangeKernel implements Kernel {
  /** So much work that handing a piece to another thread is cheap beside it. */
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
   * @param work about how many elements are touched for one item
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

  /** Looks at the inputs before any piece is done, on the calling thread; by default not at all. */
  protected void begin(Buffer[] inputs) {}

  /**
   * Prepares the inputs before any piece is done; by default it just {@linkplain #begin(Buffer[])
   * looks}.
   */
  protected void begin(Buffer[] inputs, Workers workers) {
    begin(inputs);
  }

  /**
   * Does the items {@code from} (inclusive) to {@code to} (exclusive).
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
