// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import dev.adjoint.exec.block.LoopMemory;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.ir.ConcatFusion;

/**
 * Runs rows of a fused loop, on memory that may differ between calls. A piece of work begins a
 * strip of a block of rows, runs all rows of the block in order, and ends it; when all pieces are
 * done, {@link #end} reduces their results.
 */
final class LoopRows {
  final LoopCode code;
  private final LoopGrid grid;
  private final ReductionTarget[] targets;

  LoopRows(LoopCode code) {
    this.code = code;
    this.grid = code.grid;
    this.targets = new ReductionTarget[code.reductions.size()];
    for (int f = 0; f < targets.length; f++) {
      targets[f] = new ReductionTarget(code.reductions.get(f), grid, code.stored + f);
    }
  }

  /** Makes room for the loop's operands. */
  void reserve(Scratch scratch) {
    scratch.loop.reserve(code.inputs + code.columnReductions, code.stored + targets.length);
  }

  /** Releases the arrays of others. */
  void release(Scratch scratch) {
    scratch.loop.release(code.inputs + code.columnReductions, code.stored + targets.length);
  }

  /** Begins a strip of a block. */
  void begin(int group, int block, int strip, LoopMemory memory, Scratch scratch) {
    for (int f = 0; f < code.columnReductions; f++) {
      ReductionTarget target = targets[f];
      int at = target.at(group, block, block * grid.block(), strip, memory);
      target.code.fill(target.array(memory), at, width(strip), scratch);
    }
  }

  private int width(int strip) {
    return Math.min(grid.strip(), grid.row() - strip * grid.strip());
  }

  /**
   * Computes and reduces a strip of rows {@code [from, to)} of a group, all of one block.
   *
   * @param isFirst whether nothing was read before by the same piece of work
   */
  void run(
      int group, int strip, int from, int to, boolean isFirst, LoopMemory memory, Scratch scratch) {
    int block = from / grid.block();
    int rows;
    for (int row = from; row < to; row += rows) {
      int number = group * grid.rows() + row;
      rows = code.reader.rowsAt(number, to - row, width(strip));
      for (int f = 0; f < targets.length; f++) {
        reduce(f, targets[f].at(group, block, row, strip, memory), memory, scratch.loop);
      }
      elements(
          number,
          rows,
          strip * grid.strip(),
          width(strip),
          isFirst && row == from,
          memory,
          scratch);
    }
    for (int f = code.columnReductions; f < targets.length; f++) {
      ReductionTarget target = targets[f];
      target.endItem(target.at(group, block, from, strip, memory), to - from, memory, scratch);
    }
  }

  /** Ends a strip of a block, all rows of which are computed. */
  void finish(int group, int block, int strip, LoopMemory memory, Scratch scratch) {
    for (int f = 0; f < code.columnReductions; f++) {
      ReductionTarget target = targets[f];
      int at = target.at(group, block, block * grid.block(), strip, memory);
      target.endItem(at, width(strip), memory, scratch);
    }
  }

  /** Computes elements {@code [column, column + n)} of some rows. */
  void elements(
      int row, int rows, int column, int n, boolean isFirst, LoopMemory memory, Scratch scratch) {
    boolean first = isFirst;
    for (int done = 0; done < n; ) {
      int m = Math.min(n - done, code.reader.most);
      code.reader.locate(memory, row, rows, column + done, m, first, scratch);
      store(row, column + done, memory, scratch.loop);
      code.run(rows, m, scratch);
      done += m;
      first = false;
    }
  }

  /** Reduces and finishes the results of several pieces. */
  void end(LoopMemory memory, Scratch scratch) {
    for (ReductionTarget target : targets) {
      target.end(memory, scratch);
    }
  }

  /** Reduces a result; a reduction of rows into one another also reads its partial result. */
  private void reduce(int reduction, int at, LoopMemory memory, LoopOperands to) {
    ReductionTarget target = targets[reduction];
    int result = code.stored + reduction;
    to.out[result] = target.array(memory);
    to.outAt[result] = at;
    to.outStep[result] = target.step();
    if (reduction < code.columnReductions) {
      int input = code.inputs + reduction;
      to.in[input] = to.out[result];
      to.inAt[input] = at;
      to.inStep[input] = 0;
    }
  }

  private void store(int row, int column, LoopMemory memory, LoopOperands to) {
    for (int r = 0; r < code.stored; r++) {
      ConcatFusion.Part part = code.parts.get(r);
      to.out[r] = memory.out[part.output()];
      to.outAt[r] = memory.outAt[part.output()] + part.start() + row * part.stride() + column;
      to.outStep[r] = part.stride();
    }
  }
}
