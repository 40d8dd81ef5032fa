// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.loss.Loss;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.benchmarks.peers.WorkloadData;
import dev.adjoint.benchmarks.peers.steps.Mlp;

/** Dense layers as a sequence of blocks. */
final class MlpStep {
  private MlpStep() {}

  static Step of(Mlp mlp, NDManager manager) {
    int batch = mlp.batch();
    int last = mlp.units().length() - 1;
    int features = mlp.units().get(0);
    SequentialBlock block = new SequentialBlock();
    for (int i = 1; i <= last; i++) {
      block.add(Arrays.linear(2 * i, mlp.units().get(i - 1), mlp.units().get(i)));
      if (i < last) {
        block.add(Activation::relu);
      }
    }
    return new TrainedStep(
        manager,
        manager.create(
            WorkloadData.uniform(0, batch * features, -1, 1), new Shape(batch, features)),
        manager.create(WorkloadData.labels(1, batch, mlp.units().get(last))),
        block,
        Loss.softmaxCrossEntropyLoss(),
        TrainedStep.adam());
  }
}
