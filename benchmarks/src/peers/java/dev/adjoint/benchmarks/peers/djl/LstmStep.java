// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import static dev.adjoint.benchmarks.peers.steps.LstmNetwork.BATCH;
import static dev.adjoint.benchmarks.peers.steps.LstmNetwork.FEATURES;
import static dev.adjoint.benchmarks.peers.steps.LstmNetwork.LENGTH;
import static dev.adjoint.benchmarks.peers.steps.LstmNetwork.UNITS;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.loss.Loss;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.benchmarks.peers.WorkloadData;

/** DJL's LSTM block, which is PyTorch's, and a linear layer at every place. */
final class LstmStep {
  private LstmStep() {}

  static Step of(NDManager manager) {
    LSTM lstm = LSTM.builder().setStateSize(UNITS).setNumLayers(1).build();
    lstm.setInitializer(Arrays.transposed(2, UNITS, FEATURES, 4 * UNITS), "l_0_i2h_WEIGHT");
    lstm.setInitializer(Arrays.transposed(3, UNITS, UNITS, 4 * UNITS), "l_0_h2h_WEIGHT");
    lstm.setInitializer(Arrays.weights(4, UNITS, 4 * UNITS), "l_0_i2h_BIAS");
    lstm.setInitializer(Arrays.weights(5, UNITS, 4 * UNITS), "l_0_h2h_BIAS");
    return new TrainedStep(
        manager,
        manager.create(
            WorkloadData.uniform(0, BATCH * LENGTH * FEATURES, -1, 1),
            new Shape(BATCH, LENGTH, FEATURES)),
        manager.create(WorkloadData.labels(1, BATCH * LENGTH, FEATURES)),
        new SequentialBlock()
            .add(lstm)
            .add(states -> new NDList(states.head().reshape(BATCH * LENGTH, UNITS)))
            .add(Arrays.linear(6, UNITS, FEATURES)),
        Loss.softmaxCrossEntropyLoss(),
        TrainedStep.adam());
  }
}
