package dev.adjoint.exec.loop;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;

/**
 * Folds each row into one element. An item is as many short rows as fit a tile, or a block of a
 * long row.
 */
final class BoundRowFolds extends BoundFolds {
  private final int row;
  private final int rows;
  private final int blocks;
  private final int rowsInItem;

  /** For each reduction the results of all blocks, if rows have several. */
  private final Object[] partials;

  BoundRowFolds(
      FoldedCode code, Buffer[] inputs, Buffer[] outputs, ScratchPool pool, Workers workers) {
    super(
        code,
        inputs,
        outputs,
        pool,
        workers,
        items(code.path),
        Math.min(LoopReader.TILE, code.path.rows() * code.path.row()));
    this.row = code.path.row();
    this.rows = code.path.rows();
    this.blocks = Math.ceilDiv(row, ReductionCode.RUN_BLOCK);
    this.rowsInItem = rowsInItem(code.path);
    this.partials =
        blocks == 1
            ? new Object[0]
            : code.folds.stream().map(f -> f.dtype.newArray(rows * blocks)).toArray();
  }

  private static int rowsInItem(FoldPath path) {
    return Math.max(1, LoopReader.TILE / path.row());
  }

  private static int items(FoldPath path) {
    int blocks = Math.ceilDiv(path.row(), ReductionCode.RUN_BLOCK);
    return blocks == 1 ? Math.ceilDiv(path.rows(), rowsInItem(path)) : path.rows() * blocks;
  }

  @Override
  void item(int item, Scratch scratch) {
    if (blocks > 1) {
      int begin = item % blocks * ReductionCode.RUN_BLOCK;
      int n = Math.min(ReductionCode.RUN_BLOCK, row - begin);
      int from = item / blocks * row + begin;
      compute(from, from + n, scratch);
      for (int f = 0; f < code.folds.size(); f++) {
        code.folds.get(f).folds.run(tile(f, scratch), 0, n, partials[f], item, scratch);
      }
      return;
    }
    int first = item * rowsInItem;
    int end = Math.min(rows, first + rowsInItem);
    compute(first * row, end * row, scratch);
    for (int f = 0; f < code.folds.size(); f++) {
      Buffer y = target(f);
      for (int r = first; r < end; r++) {
        code.folds
            .get(f)
            .folds
            .run(tile(f, scratch), (r - first) * row, row, y.array(), y.offset() + r, scratch);
      }
      finish(f, first, end, scratch);
    }
  }

  @Override
  void end(Scratch scratch) {
    if (blocks == 1) {
      return;
    }
    for (int f = 0; f < code.folds.size(); f++) {
      Buffer y = target(f);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(partials[f], r * blocks, y.array(), y.offset() + r, 1);
        for (int b = 1; b < blocks; b++) {
          code.folds
              .get(f)
              .folds
              .into(y.array(), y.offset() + r, partials[f], r * blocks + b, 1, scratch);
        }
      }
      finish(f, 0, rows, scratch);
    }
  }
}
