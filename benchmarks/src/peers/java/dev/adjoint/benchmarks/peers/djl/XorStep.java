// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.loss.L2Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.adjoint.benchmarks.peers.Step;

/** XOR as a sequence of blocks. */
final class XorStep {
  private XorStep() {}

  static Step of(NDManager manager) {
    return new TrainedStep(
        manager,
        manager.create(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, new Shape(4, 2)),
        manager.create(new float[] {0, 1, 1, 0}, new Shape(4, 1)),
        new SequentialBlock()
            .add(Arrays.linear(0, 2, 4))
            .add(Activation::tanh)
            .add(Arrays.linear(2, 4, 1))
            .add(Activation::sigmoid),
        new L2Loss("loss", 1),
        Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.1f)).build());
  }
}
