// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.training.GradientCollector;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.benchmarks.peers.WorkloadData;
import dev.adjoint.benchmarks.peers.steps.Chain;
import java.util.function.BiConsumer;

/** The formula as operations on an array. */
final class ChainStep implements Step {
  private final NDManager manager;
  private final NDArray data;

  ChainStep(NDManager manager) {
    this.manager = manager;
    this.data = manager.create(WorkloadData.uniform(0, Chain.SIZE, -2, 2));
  }

  @Override
  public void run() {
    step((_, _) -> {});
  }

  @Override
  public Figures figures() {
    Figures[] figures = new Figures[1];
    step((y, dx) -> figures[0] = new Figures(y.getFloat(), Arrays.norm(dx)));
    return figures[0];
  }

  private void step(BiConsumer<NDArray, NDArray> use) {
    try (NDManager scope = manager.newSubManager()) {
      data.tempAttach(scope);
      // Shares the memory, but not the gradient, to which each backward pass would add.
      NDArray x = data.stopGradient();
      x.setRequiresGradient(true);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray left = x.mul(0.7f).add(0.1f).tanh().mul(Activation.sigmoid(x));
        NDArray y = left.add(x.square().neg().exp()).sum();
        collector.backward(y);
        use.accept(y, x.getGradient());
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
