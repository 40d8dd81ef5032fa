// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.benchmarks.peers.WorkloadData;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Map;

/**
 * The product of two square matrices, the one workload without a gradient: its figures are the mean
 * and the norm of the product. Arrays: both matrices.
 *
 * @param size the number of rows and columns
 */
public record MatmulStep(int size) implements Workload {
  @Override
  public String name() {
    return "matmul-" + size;
  }

  @Override
  public String summary() {
    return "product of two matrices of " + size + "×" + size;
  }

  @Override
  public AdjointStep adjoint() {
    Compiled compiled = new Compiled();
    // Positive numbers, since the mean of a product of others is all cancellation.
    Expr a = compiled.input("a", matrix(0));
    Expr b = compiled.input("b", matrix(1));
    Expr product = a.matmul(b);
    return compiled.step(product.mean(), product, List.of(product), Map.of());
  }

  private Tensor matrix(int array) {
    return Tensor.of(WorkloadData.uniform(array, size * size, 0, 1)).reshape(size, size);
  }
}
