package dev.adjoint.exec.loop;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;

/**
 * Folds the rows into one another. An item is a block of rows, or part of one where rows are longer
 * than a block loop takes.
 */
final class BoundColumnFolds extends BoundFolds {
  private final int row;
  private final int rows;
  private final int blocks;
  private final int strips;

  /** For each reduction the results of all blocks. */
  private final Object[] partials;

  BoundColumnFolds(
      FoldedCode code, Buffer[] inputs, Buffer[] outputs, ScratchPool pool, Workers workers) {
    super(
        code,
        inputs,
        outputs,
        pool,
        workers,
        blocks(code.path) * strips(code.path),
        Math.min(code.path.rows(), ReductionCode.ROW_BLOCK)
            * Math.min(code.path.row(), Scratch.TILE));
    this.row = code.path.row();
    this.rows = code.path.rows();
    this.blocks = blocks(code.path);
    this.strips = strips(code.path);
    this.partials = code.folds.stream().map(f -> f.dtype.newArray(blocks * row)).toArray();
  }

  private static int blocks(FoldPath path) {
    return Math.ceilDiv(path.rows(), ReductionCode.ROW_BLOCK);
  }

  private static int strips(FoldPath path) {
    return Math.ceilDiv(path.row(), Scratch.TILE);
  }

  @Override
  void item(int item, Scratch scratch) {
    int block = item / strips;
    int begin = item % strips * Scratch.TILE;
    int width = Math.min(Scratch.TILE, row - begin);
    int to = block * row + begin;
    for (int f = 0; f < partials.length; f++) {
      code.folds.get(f).folds.fill(partials[f], to, width, scratch);
    }
    int end = Math.min(rows, (block + 1) * ReductionCode.ROW_BLOCK);
    int atOnce = strips == 1 ? LoopReader.TILE / row : 1;
    for (int r = block * ReductionCode.ROW_BLOCK; r < end; r += atOnce) {
      int n = Math.min(atOnce, end - r);
      int from = r * row + begin;
      compute(from, from + (n - 1) * row + width, scratch);
      for (int f = 0; f < partials.length; f++) {
        for (int k = 0; k < n; k++) {
          code.folds.get(f).folds.into(partials[f], to, tile(f, scratch), k * row, width, scratch);
        }
      }
    }
  }

  @Override
  void end(Scratch scratch) {
    for (int f = 0; f < partials.length; f++) {
      Buffer y = target(f);
      System.arraycopy(partials[f], 0, y.array(), y.offset(), row);
      for (int b = 1; b < blocks; b++) {
        for (int begin = 0; begin < row; begin += Scratch.TILE) {
          int width = Math.min(Scratch.TILE, row - begin);
          code.folds
              .get(f)
              .folds
              .into(y.array(), y.offset() + begin, partials[f], b * row + begin, width, scratch);
        }
      }
      finish(f, 0, row, scratch);
    }
  }
}
