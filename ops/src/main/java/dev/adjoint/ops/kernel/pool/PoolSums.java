// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.pool;

import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.ops.kernel.plane.PlaneLoops;
import java.util.List;

/**
 * The sums of the elements under a window: blocks of 128 taps are summed in order from {@code +0},
 * then the sums of eight blocks in order, then those of eight such groups and so on. Padding is
 * zeros, which change no sum that starts at {@code +0}.
 */
final class PoolSums {
  private final PoolWindow window;
  private final DType dtype;
  private final PlaneLoops loops;
  private final int blocks;
  private final PoolLoop block;
  private final PoolLoop last;

  PoolSums(PoolWindow window, DType dtype) {
    this.window = window;
    this.dtype = dtype;
    loops = PlaneLoops.of(dtype);
    blocks = Math.ceilDiv(window.taps(), BlockSums.BLOCK);
    last = loop(window.taps() - (blocks - 1) * BlockSums.BLOCK);
    block = blocks > 1 ? loop(BlockSums.BLOCK) : last;
  }

  private PoolLoop loop(int taps) {
    return new PoolLoop(
        window,
        taps,
        dtype,
        List.of(dtype),
        List.of(),
        List.of(),
        (_, x, before, _) -> List.of(sum(dtype, x, before)));
  }

  /** Returns the sum so far plus the next elements. */
  static Scalar sum(DType dtype, List<Scalar> x, List<Scalar> before) {
    Scalar sum = before.isEmpty() ? Scalar.constant(dtype, 0.0) : before.getFirst();
    for (Scalar element : x) {
      sum = sum.add(element);
    }
    return sum;
  }

  /**
   * The scratch memory of a piece of work.
   *
   * @param spare the sums of a block
   */
  record Work(LoopOperands at, BlockSums sums, Object spare) {}

  Work work() {
    int outputPositions = window.outputPositions();
    return new Work(
        block.operands(),
        new BlockSums(dtype, outputPositions, blocks),
        dtype.newArray(outputPositions));
  }

  /**
   * Computes the sums at all output positions of a plane.
   *
   * @param x the array of the plane, or of a copy with padding, from {@code plane} on
   * @param y the array of the sums, which begin at {@code yAt}
   */
  void run(Work work, Object x, int plane, Object y, int yAt) {
    BlockSums sums = work.sums;
    sums.begin(y, yAt, blocks);
    for (int b = 0; b < blocks; b++) {
      boolean stores = sums.isFirst();
      work.at.out[0] = stores ? sums.array() : work.spare;
      work.at.outAt[0] = stores ? sums.at() : 0;
      (b < blocks - 1 ? block : last).run(work.at, x, plane, 1, b * BlockSums.BLOCK);
      if (!stores) {
        loops.add(work.spare, 0, sums.array(), sums.at(), window.outputPositions());
      }
      sums.added(1);
    }
    sums.end();
    block.release(work.at);
  }
}
