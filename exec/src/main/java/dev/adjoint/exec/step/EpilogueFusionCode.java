// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.block.LoopMemory;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.ir.EpilogueFusion;
import dev.adjoint.exec.tile.TileTask;
import dev.adjoint.exec.tile.TiledKernel;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.Arrays;

/** Runs a product, and a loop on each of its tiles. */
public record EpilogueFusionCode(
    EpilogueFusion op, ImmutableList<TensorType> operands, LoopCode loop) implements StepCode {
  /**
   * Returns the code of a product with a loop.
   *
   * @param emit whether to run the loop on a generated class, unless it is too long for one
   */
  public static EpilogueFusionCode of(
      EpilogueFusion op, ImmutableList<TensorType> inputs, boolean emit) {
    ImmutableList<TensorType> operands = op.operands(inputs);
    int row = op.product().tileRow(operands);
    return new EpilogueFusionCode(op, operands, LoopCode.ofRows(op.loop(), row, emit));
  }

  @Override
  public BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    return new Bound(this, inputs, outputs, scratch, workers);
  }

  /** A product with a loop on particular memory. */
  private static final class Bound implements BoundStep, TileTask {
    /** Stands for the buffers between runs, so that they can be collected. */
    private static final Buffer NOTHING = Buffer.allocate(DType.F32, 0);

    private final EpilogueFusion op;
    private final LoopRows loop;
    private final LoopMemory memory = new LoopMemory();
    private final TiledKernel kernel;
    private final Buffer[] inputs;
    private final Buffer[] outputs;
    private final Buffer[] operands;
    private final Buffer[] product;
    private final ScratchPool pool;
    private final Workers workers;

    Bound(
        EpilogueFusionCode code,
        Buffer[] inputs,
        Buffer[] outputs,
        ScratchPool pool,
        Workers workers) {
      this.op = code.op;
      this.loop = new LoopRows(code.loop);
      this.kernel = op.product().kernel(code.operands, op.product().infer(code.operands));
      this.inputs = inputs;
      this.outputs = outputs;
      this.operands = new Buffer[code.operands.size()];
      this.product = new Buffer[1];
      this.pool = pool;
      this.workers = workers;
    }

    @Override
    public void run() {
      int taken = operands.length;
      System.arraycopy(inputs, 0, operands, 0, taken);
      product[0] = outputs[op.keeps() ? outputs.length - 1 : 0];
      memory.bind(inputs, outputs);
      for (int i = 0; i <= inputs.length - taken; i++) {
        int other = i < op.input() ? taken + i : taken + i - 1;
        memory.input(i, i == op.input() ? product[0] : inputs[other]);
      }
      try {
        kernel.run(operands, product, this, workers);
      } finally {
        memory.release();
        Arrays.fill(operands, NOTHING);
        product[0] = NOTHING;
      }
    }

    @Override
    public void run(int row, int rows, int column, int columns) {
      Scratch scratch = pool.take();
      loop.reserve(scratch);
      int end = row + rows;
      for (int at = row; at < end; ) {
        int count = loop.code.reader.rowsAt(at, end - at, columns);
        loop.elements(at, count, column, columns, at == row, memory, scratch);
        at += count;
      }
      loop.release(scratch);
      pool.giveBack(scratch);
    }
  }
}
