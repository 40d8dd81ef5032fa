// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import dev.adjoint.exec.block.LoopMemory;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;

/** A fused loop on particular memory. */
final class BoundLoop implements BoundStep, Workers.Task {
  private final LoopRows rows;
  private final LoopGrid grid;
  private final Buffer[] inputs;
  private final Buffer[] outputs;
  private final LoopMemory memory = new LoopMemory();
  private final ScratchPool pool;
  private final Workers workers;
  private final int items;
  private final int itemsInPiece;

  BoundLoop(LoopCode code, Buffer[] inputs, Buffer[] outputs, ScratchPool pool, Workers workers) {
    this.rows = new LoopRows(code);
    this.grid = code.grid;
    this.inputs = inputs;
    this.outputs = outputs;
    this.pool = pool;
    this.workers = workers;
    this.items = grid.items();
    this.itemsInPiece = Math.max(1, code.grain / (grid.block() * grid.strip()));
  }

  @Override
  public void run() {
    memory.bind(inputs, outputs);
    int pieces = Math.ceilDiv(items, itemsInPiece);
    if (pieces == 1) {
      items(0, pool.own());
    } else {
      workers.forEach(pieces, this);
    }
    rows.end(memory, pool.own());
    memory.release();
  }

  @Override
  public void run(int piece) {
    Scratch own = pool.take();
    items(piece, own);
    pool.giveBack(own);
  }

  private void items(int piece, Scratch scratch) {
    rows.reserve(scratch);
    int to = Math.min(items, (piece + 1) * itemsInPiece);
    for (int item = piece * itemsInPiece; item < to; item++) {
      item(item, scratch);
    }
    rows.release(scratch);
  }

  private void item(int item, Scratch scratch) {
    int strip = item % grid.strips();
    int block = item / grid.strips() % grid.blocks();
    int group = item / grid.strips() / grid.blocks();
    int first = block * grid.block();
    int end = Math.min(grid.rows(), first + grid.block());
    rows.begin(group, block, strip, memory, scratch);
    rows.run(group, strip, first, end, true, memory, scratch);
    rows.finish(group, block, strip, memory, scratch);
  }
}
