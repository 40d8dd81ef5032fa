// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.benchmarks.peers.steps.ScalarGraph;
import java.util.function.BiConsumer;

/** Single numbers as arrays without axes. */
final class ScalarGraphStep implements Step {
  private final NDManager manager;

  ScalarGraphStep(NDManager manager) {
    this.manager = manager;
  }

  @Override
  public void run() {
    step((_, _) -> {});
  }

  @Override
  public Figures figures() {
    Figures[] figures = new Figures[1];
    step((v, dw) -> figures[0] = new Figures(v.getFloat(), Arrays.norm(dw)));
    return figures[0];
  }

  private void step(BiConsumer<NDArray, NDArray> use) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray start = scope.create(ScalarGraph.START);
      NDArray w = scope.create(ScalarGraph.FACTOR);
      start.setRequiresGradient(true);
      w.setRequiresGradient(true);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray v = start;
        for (int i = 0; i < ScalarGraph.LENGTH; i++) {
          v = v.sin().mul(w).add(v);
        }
        collector.backward(v);
        use.accept(v, w.getGradient());
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
