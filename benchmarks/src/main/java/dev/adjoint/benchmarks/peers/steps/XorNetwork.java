// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;

/**
 * The smallest network there is, where nothing counts but what a step costs besides its arithmetic.
 * Arrays: weight and bias of both layers.
 */
public record XorNetwork() implements Workload {
  @Override
  public String name() {
    return "xor";
  }

  @Override
  public String summary() {
    return "XOR 2-4-1, tanh, sigmoid, squared error, batch 4, SGD";
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input("x", Tensor.wrap(Shape.of(4, 2), new float[] {0, 0, 0, 1, 1, 0, 1, 1}));
    Expr target = training.input("y", Tensor.wrap(Shape.of(4, 1), new float[] {0, 1, 1, 0}));
    Expr hidden = training.dense(x, 4).tanh();
    Expr y = training.dense(hidden, 1).sigmoid();
    return training.step(Losses.meanSquaredError(y, target), Sgd.of(0.1));
  }
}
