package dev.adjoint.exec.loop;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;
import org.jspecify.annotations.Nullable;

/**
 * A reduction on particular memory. Many groups are shared out whole; few large ones are shared out
 * block by block and their blocks folded afterwards. Both give the same bits.
 */
final class BoundReduction implements BoundStep, Workers.Task {
  /** With at least as many groups as this there is work enough for all threads. */
  private static final int MANY_GROUPS = 16;

  private final ReductionCode code;
  private final Buffer[] inputs;
  private final Buffer[] outputs;
  private final ScratchPool scratch;
  private final Workers workers;

  /** Where groups are folded if the output's dtype is another. */
  private final @Nullable Buffer folded;

  /** The results of all blocks, if work is shared out by blocks. */
  private final @Nullable Object partials;

  private final int unit;
  private final int pieces;

  BoundReduction(
      ReductionCode code, Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    this.code = code;
    this.inputs = inputs;
    this.outputs = outputs;
    this.scratch = scratch;
    this.workers = workers;
    this.folded = code.finished == code.dtype ? null : Buffer.allocate(code.dtype, code.outputs);
    boolean byBlocks =
        code.groups < MANY_GROUPS && (long) code.blocks * code.blockSize > 2L * StepCode.GRAIN;
    int blockSize = Math.max(1, code.blockSize);
    if (byBlocks) {
      this.unit = Math.max(1, StepCode.GRAIN / blockSize);
      this.pieces = code.groups * piecesInGroup();
      this.partials = code.dtype.newArray(code.groups * code.blocks * widest());
    } else {
      long groupSize = Math.max(1, (long) code.blocks * blockSize);
      this.unit = (int) Math.max(1, StepCode.GRAIN / groupSize);
      this.pieces = (code.groups + unit - 1) / unit;
      this.partials = null;
    }
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
      if (partials != null) {
        foldPartials(partials);
      }
    }
  }

  @Override
  public void run(int piece) {
    Scratch own = scratch.take();
    if (partials == null) {
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
    return folded == null ? outputs[0] : folded;
  }

  private void groups(int from, int to, Scratch own) {
    Buffer y = target();
    Object partial = own.partials(code.dtype);
    for (int group = from; group < to; group++) {
      int at = y.offset() + code.start(group);
      int width = code.width(group);
      if (code.blocks == 0) {
        code.folds.fill(y.array(), at, width, own);
      } else {
        code.block(group, 0, inputs[0], y.array(), at, own);
      }
      for (int b = 1; b < code.blocks; b++) {
        code.block(group, b, inputs[0], partial, 0, own);
        code.folds.into(y.array(), at, partial, 0, width, own);
      }
    }
    if (from < to) {
      finish(code.start(from), code.start(to - 1) + code.width(to - 1), own);
    }
  }

  private void foldPartials(Object from) {
    Buffer y = target();
    for (int group = 0; group < code.groups; group++) {
      int at = y.offset() + code.start(group);
      int width = code.width(group);
      System.arraycopy(from, partial(group, 0), y.array(), at, width);
      for (int b = 1; b < code.blocks; b++) {
        code.folds.into(y.array(), at, from, partial(group, b), width, scratch.own());
      }
    }
    finish(0, y.size(), scratch.own());
  }

  private void finish(int from, int to, Scratch own) {
    if (folded == null && code.finish.passedThrough() == 0) {
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
