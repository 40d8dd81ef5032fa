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
  private final int losses;
  private final Queue<BatchRunner> home;

  /**
   * Creates a runner.
   *
   * @param types the types of the inputs, the first one {@code [rows, …]}
   * @param losses how many of the outputs are losses, if the program has figures
   * @param home where the runner goes when it is closed
   */
  BatchRunner(Runner runner, List<TensorType> types, int losses, Queue<BatchRunner> home) {
    this.runner = runner;
    this.rows = types.getFirst().shape().dim(0);
    this.losses = losses;
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

  /** Takes rows {@code order[from], …} of each source as the batch of the input of its number. */
  void load(List<Tensor> sources, int[] order, int from) {
    for (int i = 0; i < sources.size(); i++) {
      Dataset.copyRows(sources.get(i), order, from, rows, inputs[i]);
    }
  }

  /**
   * Takes rows {@code from, from + 1, …} of each source as the batch of the input of its number.
   */
  void load(List<Tensor> sources, int from) {
    for (int i = 0; i < sources.size(); i++) {
      Buffer target = inputs[i];
      int width = target.size() / rows;
      Buffer all = sources.get(i).buffer();
      System.arraycopy(
          all.array(), all.offset() + from * width, target.array(), target.offset(), target.size());
    }
  }

  /** Sets the key of random numbers, which is the last input. */
  void seed(long key) {
    inputs[inputs.length - 1].setLong(0, key);
  }

  /** Runs the program on the batch. */
  void run() {
    runner.run();
  }

  /**
   * Runs the program on the batch and on the states of metrics, which are the last inputs, and come
   * after the losses among the outputs.
   *
   * @param states the states before the batch, and after it when this returns
   */
  void run(List<Buffer> states) {
    int first = inputs.length - states.size();
    for (int i = 0; i < states.size(); i++) {
      inputs[first + i].copyFrom(states.get(i));
    }
    runner.run();
    for (int i = 0; i < states.size(); i++) {
      runner.copyOutput(losses + i, states.get(i));
    }
  }

  /** Returns a scalar output. */
  double item(int output) {
    return runner.item(output);
  }

  /** Copies an output. */
  void copyOutput(int output, Buffer target) {
    runner.copyOutput(output, target);
  }

  /** Gives the runner back. */
  @Override
  public void close() {
    home.add(this);
  }
}
