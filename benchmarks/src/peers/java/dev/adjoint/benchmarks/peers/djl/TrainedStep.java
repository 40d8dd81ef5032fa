// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.adjoint.benchmarks.peers.Step;

/** A step of a {@link Trainer}: forward, loss, backward, and the optimizer's update. */
final class TrainedStep implements Step {
  private final NDManager manager;
  private final NDArray x;
  private final NDArray target;
  private final Block block;
  private final Model model;
  private final Trainer trainer;

  /**
   * Creates the step.
   *
   * @param block the network, not yet initialized, whose first parameter gives the gradient norm
   */
  TrainedStep(
      NDManager manager, NDArray x, NDArray target, Block block, Loss loss, Optimizer optimizer) {
    this.manager = manager;
    this.x = x;
    this.target = target;
    this.block = block;
    this.model = Model.newInstance("step");
    model.setBlock(block);
    this.trainer =
        model.newTrainer(
            new DefaultTrainingConfig(loss)
                .optOptimizer(optimizer)
                .optDevices(new Device[] {Device.cpu()}));
    trainer.initialize(x.getShape());
  }

  /** Returns Adam with the parameters that Adjoint's steps take. */
  static Optimizer adam() {
    return Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
  }

  @Override
  public void run() {
    try (NDManager scope = manager.newSubManager()) {
      scope.tempAttachAll(x, target);
      backward();
      trainer.step();
    }
  }

  private NDArray backward() {
    try (GradientCollector collector = trainer.newGradientCollector()) {
      NDList prediction = trainer.forward(new NDList(x));
      NDArray loss = trainer.getLoss().evaluate(new NDList(target), prediction);
      collector.backward(loss);
      return loss;
    }
  }

  @Override
  public Figures figures() {
    try (NDManager scope = manager.newSubManager()) {
      scope.tempAttachAll(x, target);
      float loss = backward().getFloat();
      double norm = 0;
      for (Parameter parameter : block.getParameters().values()) {
        if (!parameter.requiresGradient()) {
          continue;
        }
        try (NDArray gradient = parameter.getArray().getGradient()) {
          norm = norm == 0 ? Arrays.norm(gradient) : norm;
          // The update would have cleared it; the next backward pass adds to what it finds.
          gradient.subi(gradient);
        }
      }
      return new Figures(loss, norm);
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
    manager.close();
  }
}
