// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import static java.util.Objects.requireNonNull;

import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;
import org.jspecify.annotations.Nullable;

/**
 * A reduction on particular memory. Many groups are shared out whole; few large ones are shared out
 * block by block and their blocks reduced afterwards. Both give the same bits.
 */
final class BoundReduction implements BoundStep, Workers.Task {
  /** With at least as many groups as this there is work enough for all threads. */
  private static final int MANY_GROUPS = 16;

  private final ReductionCode code;
  private final Buffer[] inputs;
  private final Buffer[] outputs;
  private final ScratchPool scratch;
  private final Workers workers;

  /** Where groups are reduced if the output's dtype is another. */
  private final @Nullable Buffer reduced;

  /** The results of all blocks, if groups have several. */
  private final @Nullable Object partials;

  private final boolean byBlocks;
  private final int unit;
  private final int pieces;

  BoundReduction(
      ReductionCode code, Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    this.code = code;
    this.inputs = inputs;
    this.outputs = outputs;
    this.scratch = scratch;
    this.workers = workers;
    this.reduced = code.finished == code.dtype ? null : Buffer.allocate(code.dtype, code.outputs);
    this.byBlocks =
        code.blocks > 1
            && code.groups < MANY_GROUPS
            && (long) code.blocks * code.blockSize > 2L * StepCode.GRAIN;
    int blockSize = Math.max(1, code.blockSize);
    if (byBlocks) {
      this.unit = Math.max(1, StepCode.GRAIN / blockSize);
      this.pieces = code.groups * piecesInGroup();
    } else {
      long groupSize = Math.max(1, (long) code.blocks * blockSize);
      this.unit = (int) Math.max(1, StepCode.GRAIN / groupSize);
      this.pieces = (code.groups + unit - 1) / unit;
    }
    int parts = code.groups * code.blocks * widest();
    this.partials = code.blocks > 1 ? code.dtype.newArray(parts) : null;
  }

  private int piecesInGroup() {
    return (code.blocks + unit - 1) / unit;
  }

  private int widest() {
    return code.groups == 0 ? 0 : code.width(0);
  }

  private int partial(int group, int block) {
    return (group * code.blocks + block) * widest();
  }

  @Override
  public void run() {
    if (code.outputs == 0) {
      return;
    }
    if (pieces == 1) {
      groups(0, code.groups, scratch.own());
    } else {
      workers.forEach(pieces, this);
      for (int group = 0; byBlocks && group < code.groups; group++) {
        reduceBlocks(group, scratch.own());
      }
      if (byBlocks) {
        finish(0, target().size(), scratch.own());
      }
    }
  }

  @Override
  public void run(int piece) {
    Scratch own = scratch.take();
    if (!byBlocks || partials == null) {
      groups(piece * unit, Math.min(code.groups, (piece + 1) * unit), own);
    } else {
      int group = piece / piecesInGroup();
      int from = piece % piecesInGroup() * unit;
      for (int b = from; b < Math.min(code.blocks, from + unit); b++) {
        code.block(group, b, inputs[0], partials, partial(group, b), own);
      }
    }
    scratch.giveBack(own);
  }

  private Buffer target() {
    return reduced == null ? outputs[0] : reduced;
  }

  private void groups(int from, int to, Scratch own) {
    Buffer y = target();
    for (int group = from; group < to; group++) {
      int at = y.offset() + code.start(group);
      if (code.blocks == 0) {
        code.reductions.fill(y.array(), at, code.width(group), own);
      } else if (partials == null) {
        code.block(group, 0, inputs[0], y.array(), at, own);
      } else {
        for (int b = 0; b < code.blocks; b++) {
          code.block(group, b, inputs[0], partials, partial(group, b), own);
        }
        reduceBlocks(group, own);
      }
    }
    if (from < to) {
      finish(code.start(from), code.start(to - 1) + code.width(to - 1), own);
    }
  }

  /** Reduces the results of a group's blocks. */
  private void reduceBlocks(int group, Scratch own) {
    Object parts = requireNonNull(partials);
    int width = code.width(group);
    for (int apart = 1; apart < code.blocks; apart *= ReductionCode.FAN) {
      for (int b = apart; b < code.blocks; b += apart) {
        int first = b / (apart * ReductionCode.FAN) * (apart * ReductionCode.FAN);
        if (b > first) {
          code.reductions.into(parts, partial(group, first), parts, partial(group, b), width, own);
        }
      }
    }
    int at = target().offset() + code.start(group);
    System.arraycopy(parts, partial(group, 0), target().array(), at, width);
  }

  private void finish(int from, int to, Scratch own) {
    if (reduced == null && code.finish.passedThrough() == 0) {
      return;
    }
    Buffer y = target();
    for (int at = from; at < to; at += Scratch.TILE) {
      int n = Math.min(Scratch.TILE, to - at);
      code.finish.run(
          y.array(), y.offset() + at, outputs[0].array(), outputs[0].offset() + at, n, own);
    }
  }
}
