package dev.adjoint.exec.loop;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.TileTask;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.Arrays;

/** Runs a product, and a loop on each of its tiles. */
public record ProductLoopCode(ProductLoop op, ImmutableList<TensorType> operands, LoopCode loop)
    implements StepCode {
  /**
   * Returns the code of a product with a loop.
   *
   * @param emit whether to run the loop on a generated class, unless it is too long for one
   */
  public static ProductLoopCode of(ProductLoop op, ImmutableList<TensorType> inputs, boolean emit) {
    ImmutableList<TensorType> operands = inputs.subList(0, 2);
    return new ProductLoopCode(op, operands, LoopCode.ofRows(op.loop(), op.row(operands), emit));
  }

  @Override
  public BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    return new Bound(this, inputs, outputs, scratch, workers);
  }

  /** A product with a loop on particular memory. */
  private static final class Bound implements BoundStep, TileTask {
    /** Stands for the buffers of others between runs. */
    private static final Buffer NOTHING = Buffer.allocate(DType.F32, 0);

    private final ProductLoop op;
    private final LoopCode loop;
    private final Gemm gemm;
    private final Buffer[] inputs;
    private final Buffer[] outputs;
    private final ScratchPool pool;
    private final Workers workers;

    /** The inputs of the loop, the product among them. */
    private final Buffer[] read;

    Bound(
        ProductLoopCode code,
        Buffer[] inputs,
        Buffer[] outputs,
        ScratchPool pool,
        Workers workers) {
      this.op = code.op;
      this.loop = code.loop;
      this.gemm = op.gemm(code.operands);
      this.inputs = inputs;
      this.outputs = outputs;
      this.pool = pool;
      this.workers = workers;
      this.read = new Buffer[inputs.length - 1];
    }

    @Override
    public void run() {
      Buffer product = outputs[op.keeps() ? outputs.length - 1 : 0];
      System.arraycopy(inputs, 2, read, 0, op.input());
      System.arraycopy(inputs, 2 + op.input(), read, op.input() + 1, read.length - op.input() - 1);
      read[op.input()] = product;
      try {
        gemm.run(inputs[0], inputs[1], product, this, workers);
      } finally {
        Arrays.fill(read, NOTHING);
      }
    }

    @Override
    public void run(int row, int rows, int column, int columns) {
      Scratch scratch = pool.take();
      scratch.loop.reserve(loop.inputs, loop.stored);
      int end = row + rows;
      boolean isFirst = true;
      for (int at = row; at < end; ) {
        int count = loop.reader.rowsAt(at, end - at, columns);
        for (int done = 0; done < columns; ) {
          int n = Math.min(columns - done, loop.reader.most);
          loop.reader.locate(read, at, count, column + done, n, isFirst, scratch);
          store(at, column + done, scratch.loop);
          loop.run(count, n, scratch);
          done += n;
          isFirst = false;
        }
        at += count;
      }
      scratch.loop.release(loop.inputs, loop.stored);
      pool.giveBack(scratch);
    }

    private void store(int row, int column, LoopOperands to) {
      int length = loop.reader.row;
      for (int r = 0; r < loop.stored; r++) {
        to.out[r] = outputs[r].array();
        to.outAt[r] = outputs[r].offset() + row * length + column;
        to.outStep[r] = length;
      }
    }
  }
}
