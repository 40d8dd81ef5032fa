// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.benchmarks.peers.WorkloadData;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.List;
import java.util.Map;

/**
 * The loss of a logistic regression in F64 and its gradient, as an optimizer of a statistics
 * package asks for them again and again.
 */
public record LogisticRegression() implements Workload {
  private static final int ROWS = 20_000;
  private static final int FEATURES = 200;

  @Override
  public String name() {
    return "logistic-f64";
  }

  @Override
  public String summary() {
    return "logistic regression in F64, 20,000 rows of 200, loss and gradient";
  }

  @Override
  public boolean isInDjl() {
    return false;
  }

  @Override
  public AdjointStep adjoint() {
    Compiled compiled = new Compiled();
    Expr x = input(compiled, WorkloadData.uniform(0, ROWS * FEATURES, -1, 1), ROWS, FEATURES);
    Expr w = input(compiled, WorkloadData.weights(1, FEATURES, FEATURES), FEATURES, 1);
    Tensor classes = Tensor.of(WorkloadData.labels(2, ROWS, 2)).cast(DType.F64);
    Expr t = compiled.input("t", classes.reshape(ROWS, 1));
    Expr loss = Losses.sigmoidCrossEntropy(x.matmul(w), t);
    Expr gradient = Autodiff.grad(loss, w).getFirst();
    return compiled.step(loss, gradient, List.of(loss, gradient), Map.of());
  }

  private static Expr input(Compiled compiled, float[] numbers, int... dims) {
    return compiled.input("x", Tensor.wrap(Shape.of(dims), numbers).cast(DType.F64));
  }
}
