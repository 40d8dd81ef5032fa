package dev.adjoint.exec.loop;

import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;

/** A fused loop on particular memory. */
final class BoundLoop implements BoundStep, Workers.Task {
  private final LoopCode code;
  private final LoopGrid grid;
  private final Buffer[] inputs;
  private final Buffer[] outputs;
  private final ScratchPool pool;
  private final Workers workers;
  private final FoldTarget[] targets;
  private final int items;
  private final int itemsInPiece;

  BoundLoop(LoopCode code, Buffer[] inputs, Buffer[] outputs, ScratchPool pool, Workers workers) {
    this.code = code;
    this.grid = code.grid;
    this.inputs = inputs;
    this.outputs = outputs;
    this.pool = pool;
    this.workers = workers;
    this.targets = new FoldTarget[code.folds.size()];
    for (int f = 0; f < targets.length; f++) {
      targets[f] = new FoldTarget(code.folds.get(f), grid, outputs, code.stored + f);
    }
    this.items = grid.items();
    this.itemsInPiece = Math.max(1, code.grain / (grid.block() * grid.strip()));
  }

  @Override
  public void run() {
    int pieces = Math.ceilDiv(items, itemsInPiece);
    if (pieces == 1) {
      items(0, pool.own());
    } else {
      workers.forEach(pieces, this);
    }
    for (FoldTarget target : targets) {
      target.end(pool.own());
    }
  }

  @Override
  public void run(int piece) {
    Scratch own = pool.take();
    items(piece, own);
    pool.giveBack(own);
  }

  private void items(int piece, Scratch scratch) {
    int results = code.stored + targets.length;
    scratch.loop.reserve(code.inputs + code.columnFolds, results);
    int to = Math.min(items, (piece + 1) * itemsInPiece);
    for (int item = piece * itemsInPiece; item < to; item++) {
      item(item, scratch);
    }
    scratch.loop.release(code.inputs + code.columnFolds, results);
  }

  private void item(int item, Scratch scratch) {
    int strip = item % grid.strips();
    int block = item / grid.strips() % grid.blocks();
    int group = item / grid.strips() / grid.blocks();
    int first = block * grid.block();
    int end = Math.min(grid.rows(), first + grid.block());
    int column = strip * grid.strip();
    int n = Math.min(grid.strip(), grid.row() - column);
    for (int f = 0; f < code.columnFolds; f++) {
      FoldTarget target = targets[f];
      int at = target.at(group, block, first, strip);
      target.code.fill(target.array(), at, n, scratch);
    }
    boolean isFirst = true;
    int rows;
    for (int row = first; row < end; row += rows) {
      int number = group * grid.rows() + row;
      rows = code.reader.rowsAt(number, end - row, n);
      for (int f = 0; f < targets.length; f++) {
        fold(f, targets[f].at(group, block, row, strip), scratch.loop);
      }
      for (int done = 0; done < n; ) {
        int m = Math.min(n - done, code.reader.most);
        code.reader.locate(inputs, number, rows, column + done, m, isFirst, scratch);
        store(number, column + done, scratch.loop);
        code.run(rows, m, scratch);
        done += m;
        isFirst = false;
      }
    }
    for (FoldTarget target : targets) {
      int count = target.code.alongRows ? end - first : n;
      target.endItem(target.at(group, block, first, strip), count, scratch);
    }
  }

  /** Has a result folded; one of rows into one another also reads what is folded so far. */
  private void fold(int fold, int at, LoopOperands to) {
    FoldTarget target = targets[fold];
    int result = code.stored + fold;
    to.out[result] = target.array();
    to.outAt[result] = at;
    to.outStep[result] = target.step();
    if (fold < code.columnFolds) {
      int input = code.inputs + fold;
      to.in[input] = target.array();
      to.inAt[input] = at;
      to.inStep[input] = 0;
    }
  }

  private void store(int row, int column, LoopOperands to) {
    for (int r = 0; r < code.stored; r++) {
      to.out[r] = outputs[r].array();
      to.outAt[r] = outputs[r].offset() + row * grid.row() + column;
      to.outStep[r] = grid.row();
    }
  }
}
