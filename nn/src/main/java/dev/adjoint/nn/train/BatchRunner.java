// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import dev.adjoint.exec.Runner;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.data.Dataset;
import java.util.List;
import java.util.Queue;

/** Runs a {@link BatchProgram}, with memory for one batch. For one thread at a time. */
final class BatchRunner implements AutoCloseable {
  private final Runner runner;
  private final Buffer[] inputs;
  private final int rows;
  private final Queue<BatchRunner> home;

  /**
   * Creates a runner.
   *
   * @param types {@code [rows, …]}, the types of the inputs
   * @param home where the runner goes when it is closed
   */
  BatchRunner(Runner runner, List<TensorType> types, Queue<BatchRunner> home) {
    this.runner = runner;
    this.rows = types.getFirst().shape().dim(0);
    this.home = home;
    this.inputs = new Buffer[types.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = Buffer.allocate(types.get(i).dtype(), types.get(i).size());
      runner.set(i, Tensor.over(types.get(i).shape(), inputs[i]));
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

  /** Takes rows {@code from, from + 1, …} of {@code source} as the batch of an input. */
  void load(int input, Tensor source, int from) {
    Buffer target = inputs[input];
    int width = target.size() / rows;
    Buffer all = source.buffer();
    System.arraycopy(
        all.array(), all.offset() + from * width, target.array(), target.offset(), target.size());
  }

  /** Runs the program on the batch. */
  void run() {
    runner.run();
  }

  /**
   * Runs the program on the batch and on the states of metrics, which come after features and
   * targets, and after the loss among the outputs.
   *
   * @param states the states before the batch, and after it when this returns
   */
  void run(List<Buffer> states) {
    for (int i = 0; i < states.size(); i++) {
      inputs[2 + i].copyFrom(states.get(i));
    }
    runner.run();
    for (int i = 0; i < states.size(); i++) {
      runner.copyOutput(1 + i, states.get(i));
    }
  }

  /** Returns a scalar output. */
  double item(int output) {
    return runner.item(output);
  }

  /** Copies the first output. */
  void copyOutput(Buffer target) {
    runner.copyOutput(0, target);
  }

  /** Gives the runner back. */
  @Override
  public void close() {
    home.add(this);
  }
}
