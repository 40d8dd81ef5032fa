// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import ai.djl.training.initializer.Initializer;
import dev.adjoint.benchmarks.peers.WorkloadData;

/** Brings the numbers of a workload into the arrays of DJL. */
final class Arrays {
  private Arrays() {}

  /** Returns {@code √Σx²}. */
  static double norm(NDArray x) {
    double sum = 0;
    for (float value : x.toFloatArray()) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /** Returns a linear layer with the weights of one array and the biases of the next. */
  static Linear linear(int array, int in, int out) {
    Linear linear = Linear.builder().setUnits(out).build();
    initialize(linear, array, in, out);
    return linear;
  }

  /** Gives a linear layer the weights of one array and the biases of the next. */
  static void initialize(Linear linear, int array, int in, int out) {
    linear.setInitializer(transposed(array, in, in, out), "weight");
    linear.setInitializer(weights(array + 1, in, out), "bias");
  }

  /**
   * Returns what initializes a matrix that stands here as {@code [columns, rows]}.
   *
   * @param in the number of inputs to each unit of the layer
   */
  static Initializer transposed(int array, int in, int rows, int columns) {
    float[] numbers =
        WorkloadData.transposed(WorkloadData.weights(array, rows * columns, in), rows);
    return (manager, shape, _) -> manager.create(numbers, shape);
  }

  /** Returns what initializes {@code size} biases. */
  static Initializer weights(int array, int in, int size) {
    float[] numbers = WorkloadData.weights(array, size, in);
    return (manager, shape, _) -> manager.create(numbers, shape);
  }
}
