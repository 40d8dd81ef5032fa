// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;

/**
 * A regression that learns how large its errors are, one variance for each target (Nix and Weigend,
 * "Estimating the mean and variance of the target probability distribution", 1994, with variances
 * that do not depend on the input). The variances are written as wide as the batch, as they are if
 * they do.
 */
public record GaussianLikelihood() implements Workload {
  private static final int BATCH = 32;
  private static final int FEATURES = 8;
  private static final int TARGETS = 4;

  @Override
  public String name() {
    return "gaussian-likelihood";
  }

  @Override
  public String summary() {
    return "linear regression 8→4, likelihood with a variance for each target, batch 32, SGD";
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH, FEATURES);
    Expr targets = training.input(BATCH, TARGETS);
    Expr errors = training.dense(x, TARGETS).sub(targets);
    Expr logVariance =
        training
            .parameter(Tensor.zeros(DType.F32, Shape.of(TARGETS)))
            .broadcastTo(Shape.of(BATCH, TARGETS));
    Expr loss = errors.square().mul(logVariance.neg().exp()).add(logVariance).mean();
    return training.step(loss, Sgd.of(0.1));
  }
}
