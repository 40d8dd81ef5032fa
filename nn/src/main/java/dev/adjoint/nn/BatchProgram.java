package dev.adjoint.nn;

import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Map;

/** A program over batches of one size, with memory of its own for one batch. */
final class BatchProgram {
  private final Runner runner;
  private final Buffer[] inputs;
  private final int rows;

  /**
   * Compiles a program.
   *
   * @param inputs {@code [rows, …]} each
   */
  BatchProgram(List<Expr> inputs, List<Expr> outputs, Map<? extends Expr, Expr> updates) {
    this.runner = Program.compile(inputs, outputs, updates).runner();
    this.rows = inputs.getFirst().shape().dim(0);
    this.inputs = new Buffer[inputs.size()];
    for (int i = 0; i < this.inputs.length; i++) {
      Expr input = inputs.get(i);
      this.inputs[i] = Buffer.allocate(input.dtype(), input.shape().size());
      runner.set(i, Tensor.over(input.shape(), this.inputs[i]));
    }
  }

  /** Returns the number of rows in a batch. */
  int rows() {
    return rows;
  }

  /** Takes rows {@code order[from], …} of {@code source} as the batch of an input. */
  void load(int input, Tensor source, int[] order, int from) {
    Dataset.copyRows(source, order, from, rows, inputs[input]);
  }

  /** Runs the program on the batch. */
  void run() {
    runner.run();
  }

  /** Returns a scalar output. */
  double item(int output) {
    return runner.item(output);
  }

  /** Copies an output. */
  void copyOutput(int output, Buffer target) {
    runner.copyOutput(output, target);
  }
}
