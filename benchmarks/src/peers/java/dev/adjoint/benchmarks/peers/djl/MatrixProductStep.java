// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.benchmarks.peers.WorkloadData;
import dev.adjoint.benchmarks.peers.steps.MatmulStep;

/** A product, closed at once: a manager of its own would cost more than a small product. */
final class MatrixProductStep implements Step {
  private final NDManager manager;
  private final NDArray a;
  private final NDArray b;

  MatrixProductStep(MatmulStep product, NDManager manager) {
    this.manager = manager;
    this.a = matrix(product.size(), 0);
    this.b = matrix(product.size(), 1);
  }

  private NDArray matrix(int size, int array) {
    return manager.create(WorkloadData.uniform(array, size * size, 0, 1), new Shape(size, size));
  }

  @Override
  public void run() {
    a.matMul(b).close();
  }

  @Override
  public Figures figures() {
    try (NDArray product = a.matMul(b);
        NDArray mean = product.mean()) {
      return new Figures(mean.getFloat(), Arrays.norm(product));
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
