// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import static dev.adjoint.benchmarks.peers.steps.LeNet.BATCH;
import static dev.adjoint.benchmarks.peers.steps.LeNet.FEATURES;
import static dev.adjoint.benchmarks.peers.steps.LeNet.SIZE;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.loss.Loss;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.benchmarks.peers.WorkloadData;

/** LeNet-5 as a sequence of blocks. */
final class LeNetStep {
  private static final Shape TWO_BY_TWO = new Shape(2, 2);

  private LeNetStep() {}

  static Step of(NDManager manager) {
    return new TrainedStep(
        manager,
        manager.create(
            WorkloadData.uniform(0, BATCH * SIZE * SIZE, -1, 1), new Shape(BATCH, 1, SIZE, SIZE)),
        manager.create(WorkloadData.labels(1, BATCH, 10)),
        new SequentialBlock()
            .add(convolution(2, 1, 6, 2))
            .add(Activation::tanh)
            .add(Pool.avgPool2dBlock(TWO_BY_TWO, TWO_BY_TWO))
            .add(convolution(4, 6, 16, 0))
            .add(Activation::tanh)
            .add(Pool.avgPool2dBlock(TWO_BY_TWO, TWO_BY_TWO))
            .add(Blocks.batchFlattenBlock())
            .add(Arrays.linear(6, FEATURES, 120))
            .add(Activation::tanh)
            .add(Arrays.linear(8, 120, 84))
            .add(Activation::tanh)
            .add(Arrays.linear(10, 84, 10)),
        Loss.softmaxCrossEntropyLoss(),
        TrainedStep.adam());
  }

  private static Block convolution(int array, int in, int out, int padding) {
    Conv2d convolution =
        Conv2d.builder()
            .setKernelShape(new Shape(5, 5))
            .optPadding(new Shape(padding, padding))
            .setFilters(out)
            .build();
    convolution.setInitializer(Arrays.weights(array, in * 25, out * in * 25), "weight");
    convolution.setInitializer(Arrays.weights(array + 1, in * 25, out), "bias");
    return convolution;
  }
}
