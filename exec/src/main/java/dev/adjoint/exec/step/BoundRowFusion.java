// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.block.LoopMemory;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;

/**
 * A row fusion on particular memory. A piece of work takes its blocks of rows one after the other,
 * and each of these a few rows at a time through all stages. Values that only stages read are in
 * memory of the thread, which holds these few rows.
 */
final class BoundRowFusion implements BoundStep, Workers.Task {
  private final RowFusionCode code;
  private final LoopGrid grid;
  private final LoopRows[] stages;
  private final Buffer[] inputs;
  private final Buffer[] outputs;
  private final ScratchPool pool;
  private final Workers workers;

  BoundRowFusion(
      RowFusionCode code, Buffer[] inputs, Buffer[] outputs, ScratchPool pool, Workers workers) {
    this.code = code;
    this.grid = code.grid;
    this.stages = code.stages.stream().map(LoopRows::new).toArray(LoopRows[]::new);
    this.inputs = inputs;
    this.outputs = outputs;
    this.pool = pool;
    this.workers = workers;
  }

  @Override
  public void run() {
    int pieces = Math.ceilDiv(grid.items(), code.itemsInPiece);
    if (pieces == 1) {
      items(0, pool.own());
    } else {
      workers.forEach(pieces, this);
    }
    Scratch own = pool.own();
    bind(own);
    for (int s = 0; s < stages.length; s++) {
      stages[s].end(own.memory(s), own);
      own.memory(s).release();
    }
  }

  @Override
  public void run(int piece) {
    Scratch own = pool.take();
    items(piece, own);
    pool.giveBack(own);
  }

  private void items(int piece, Scratch scratch) {
    bind(scratch);
    int to = Math.min(grid.items(), (piece + 1) * code.itemsInPiece);
    for (int item = piece * code.itemsInPiece; item < to; item++) {
      item(item / grid.blocks(), item % grid.blocks(), scratch);
    }
    for (int s = 0; s < stages.length; s++) {
      stages[s].release(scratch);
      scratch.memory(s).release();
    }
  }

  /** Sets where the operands of all stages are. */
  private void bind(Scratch scratch) {
    int value = code.op.inputs();
    for (int s = 0; s < stages.length; s++) {
      ImmutableIntArray read = code.op.stages().get(s).inputs();
      int written = code.op.stages().get(s).outputs();
      LoopMemory memory = scratch.memory(s);
      memory.reserve(read.length(), written);
      stages[s].reserve(scratch);
      for (int i = 0; i < read.length(); i++) {
        int v = read.get(i);
        if (code.isLocal(v)) {
          memory.in[i] = code.local(v, scratch);
        } else {
          memory.input(i, v < inputs.length ? inputs[v] : outputs[code.outputs[v]]);
        }
      }
      for (int o = 0; o < written; o++, value++) {
        if (code.isLocal(value)) {
          memory.out[o] = code.local(value, scratch);
        } else {
          memory.output(o, outputs[code.outputs[value]]);
        }
      }
    }
  }

  private void item(int group, int block, Scratch scratch) {
    int first = block * grid.block();
    int end = Math.min(grid.rows(), first + grid.block());
    for (int s = 0; s < stages.length; s++) {
      stages[s].begin(group, block, 0, scratch.memory(s), scratch);
    }
    for (int from = first; from < end; from += code.chunk) {
      int to = Math.min(end, from + code.chunk);
      move(group * grid.rows() + from, scratch);
      for (int s = 0; s < stages.length; s++) {
        stage(s, group, from, to, scratch);
      }
    }
    for (int s = 0; s < stages.length; s++) {
      stages[s].finish(group, block, 0, scratch.memory(s), scratch);
    }
  }

  /** Lets the thread's own memory hold the rows from {@code row} on. */
  private void move(int row, Scratch scratch) {
    int value = code.op.inputs();
    for (int s = 0; s < stages.length; s++) {
      ImmutableIntArray read = code.op.stages().get(s).inputs();
      LoopMemory memory = scratch.memory(s);
      for (int i = 0; i < read.length(); i++) {
        if (code.isLocal(read.get(i))) {
          memory.inAt[i] = -row * code.widths[read.get(i)];
        }
      }
      for (int o = 0; o < code.op.stages().get(s).outputs(); o++, value++) {
        if (code.isLocal(value)) {
          memory.outAt[o] = -row * code.widths[value];
        }
      }
    }
  }

  private void stage(int stage, int group, int from, int to, Scratch scratch) {
    LoopRows rows = stages[stage];
    LoopMemory memory = scratch.memory(stage);
    if (rows.code.isFlat()) {
      int width = rows.code.size / code.op.rows();
      int first = group * grid.rows() + from;
      rows.elements(0, 1, first * width, (to - from) * width, true, memory, scratch);
    } else {
      rows.run(group, 0, from, to, true, memory, scratch);
    }
  }
}
