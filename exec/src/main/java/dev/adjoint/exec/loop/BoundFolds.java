package dev.adjoint.exec.loop;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;
import org.jspecify.annotations.Nullable;

/** A fused loop with reductions on particular memory, cut into items of about the same work. */
abstract class BoundFolds implements BoundStep, Workers.Task {
  final FoldedCode code;
  private final Buffer[] inputs;
  private final Buffer[] outputs;
  private final ScratchPool pool;
  private final Workers workers;

  /** Where reductions with a finish of another dtype fold to. */
  private final @Nullable Buffer[] folded;

  private final int items;
  private final int itemsInPiece;

  BoundFolds(
      FoldedCode code,
      Buffer[] inputs,
      Buffer[] outputs,
      ScratchPool pool,
      Workers workers,
      int items,
      int itemSize) {
    this.code = code;
    this.inputs = inputs;
    this.outputs = outputs;
    this.pool = pool;
    this.workers = workers;
    this.items = items;
    this.itemsInPiece = Math.max(1, StepCode.GRAIN / itemSize);
    this.folded = new Buffer[code.folds.size()];
    for (int f = 0; f < folded.length; f++) {
      ReductionCode fold = code.folds.get(f);
      if (fold.finished != fold.dtype) {
        folded[f] = Buffer.allocate(fold.dtype, fold.outputs);
      }
    }
  }

  /** Computes and folds one item. */
  abstract void item(int item, Scratch scratch);

  /** Folds the results of the items, where one output element takes several, and finishes them. */
  abstract void end(Scratch scratch);

  @Override
  public void run() {
    int pieces = Math.ceilDiv(items, itemsInPiece);
    if (pieces == 1) {
      items(0, pool.own());
    } else {
      workers.forEach(pieces, this);
    }
    end(pool.own());
  }

  @Override
  public void run(int piece) {
    Scratch own = pool.take();
    items(piece, own);
    pool.giveBack(own);
  }

  private void items(int piece, Scratch scratch) {
    int to = Math.min(items, (piece + 1) * itemsInPiece);
    for (int item = piece * itemsInPiece; item < to; item++) {
      item(item, scratch);
    }
  }

  /** Computes elements of the loop; those to fold are then in {@link #tile}. */
  void compute(int from, int to, Scratch scratch) {
    code.loop.run(inputs, outputs, code.stored, from, to, scratch);
  }

  /** Returns the elements to fold that were computed last. */
  Object tile(int fold, Scratch scratch) {
    return code.loop.tile(code.stored + fold, scratch);
  }

  /** Returns where a reduction folds to. */
  Buffer target(int fold) {
    Buffer own = folded[fold];
    return own == null ? outputs[code.stored + fold] : own;
  }

  /** Computes the output elements {@code [from, to)} of a reduction from what is folded. */
  void finish(int fold, int from, int to, Scratch scratch) {
    BlockBody finish = code.folds.get(fold).finish;
    if (folded[fold] == null && finish.passedThrough() == 0) {
      return;
    }
    Buffer x = target(fold);
    Buffer y = outputs[code.stored + fold];
    for (int at = from; at < to; at += Scratch.TILE) {
      int n = Math.min(Scratch.TILE, to - at);
      finish.run(x.array(), x.offset() + at, y.array(), y.offset() + at, n, scratch);
    }
  }
}
