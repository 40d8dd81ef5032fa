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
import java.util.List;
import java.util.Map;

/**
 * The negative mean log-likelihood of a mixture of normal distributions in F64, up to a constant,
 * and its gradient by means, logarithms of deviations and logarithms of weights (McLachlan and
 * Peel, "Finite Mixture Models", 2000).
 */
public record GaussianMixture() implements Workload {
  private static final int ROWS = 5_000;
  private static final int FEATURES = 8;
  private static final int PARTS = 16;

  @Override
  public String name() {
    return "mixture-f64";
  }

  @Override
  public String summary() {
    return "mixture of 16 normal distributions in F64, 5,000 points of 8, likelihood and gradient";
  }

  @Override
  public boolean isInDjl() {
    return false;
  }

  @Override
  public AdjointStep adjoint() {
    Compiled compiled = new Compiled();
    Expr x = input(compiled, 0, ROWS, 1, FEATURES);
    Expr means = input(compiled, 1, PARTS, FEATURES);
    Expr logDeviations = input(compiled, 2, PARTS, FEATURES);
    Expr logWeights = input(compiled, 3, PARTS);
    Expr scaled = x.sub(means).mul(logDeviations.neg().exp());
    Expr parts = scaled.square().sum(2).mul(-0.5).sub(logDeviations.sum(1));
    Expr y = parts.add(logWeights.logSoftmax(0)).logSumExp(1).mean().neg();
    List<Expr> gradient = Autodiff.grad(y, means, logDeviations, logWeights);
    return compiled.step(
        y,
        gradient.getFirst(),
        List.of(y, gradient.get(0), gradient.get(1), gradient.get(2)),
        Map.of());
  }

  private static Expr input(Compiled compiled, int array, int... dims) {
    Shape shape = Shape.of(dims);
    float[] numbers = WorkloadData.uniform(array, shape.size(), -1, 1);
    return compiled.input("x", Tensor.wrap(shape, numbers).cast(DType.F64));
  }
}
