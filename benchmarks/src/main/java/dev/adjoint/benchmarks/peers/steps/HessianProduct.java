// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.benchmarks.peers.WorkloadData;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.List;
import java.util.Map;

/**
 * The product of the Hessian of a network's loss with a vector (Pearlmutter, "Fast Exact
 * Multiplication by the Hessian", 1994), as the gradient of a gradient's product with it.
 */
public record HessianProduct() implements Workload {
  private static final int BATCH = 64;
  private static final int IN = 256;
  private static final int HIDDEN = 128;
  private static final int CLASSES = 10;

  @Override
  public String name() {
    return "hessian-vector";
  }

  @Override
  public String summary() {
    return "Hessian-vector product of a network 256→128→10, tanh, cross-entropy, batch 64";
  }

  @Override
  public boolean isInDjl() {
    return false;
  }

  @Override
  public AdjointStep adjoint() {
    Compiled compiled = new Compiled();
    Expr x = matrix(compiled, WorkloadData.uniform(0, BATCH * IN, -1, 1), BATCH, IN);
    Tensor classes = Tensor.of(WorkloadData.labels(1, BATCH, CLASSES));
    Expr labels = compiled.input("labels", classes);
    Expr w1 = matrix(compiled, WorkloadData.weights(2, IN * HIDDEN, IN), IN, HIDDEN);
    Expr w2 = matrix(compiled, WorkloadData.weights(3, HIDDEN * CLASSES, HIDDEN), HIDDEN, CLASSES);
    Expr v1 = matrix(compiled, WorkloadData.uniform(4, IN * HIDDEN, -1, 1), IN, HIDDEN);
    Expr v2 = matrix(compiled, WorkloadData.uniform(5, HIDDEN * CLASSES, -1, 1), HIDDEN, CLASSES);
    Expr loss = Losses.softmaxCrossEntropy(x.matmul(w1).tanh().matmul(w2), labels);
    List<Expr> gradient = Autodiff.grad(loss, w1, w2);
    Expr along = gradient.get(0).mul(v1).sum().add(gradient.get(1).mul(v2).sum());
    List<Expr> product = Autodiff.grad(along, w1, w2);
    return compiled.step(
        loss, product.getFirst(), List.of(loss, product.get(0), product.get(1)), Map.of());
  }

  private static Expr matrix(Compiled compiled, float[] numbers, int rows, int columns) {
    return compiled.input("x", Tensor.wrap(Shape.of(rows, columns), numbers));
  }
}
