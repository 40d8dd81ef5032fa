// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import static dev.adjoint.benchmarks.peers.steps.Cnn.BATCH;
import static dev.adjoint.benchmarks.peers.steps.Cnn.FEATURES;
import static dev.adjoint.benchmarks.peers.steps.Cnn.SIZE;
import static dev.adjoint.benchmarks.peers.steps.Cnn.UNITS;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.loss.Loss;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.benchmarks.peers.WorkloadData;
import java.util.concurrent.atomic.AtomicBoolean;

/** The convolutional network as a sequence of blocks, whose dropout can be switched off. */
final class CnnStep implements Step {
  private static final Shape TWO_BY_TWO = new Shape(2, 2);

  private final AtomicBoolean dropping = new AtomicBoolean(true);
  private final TrainedStep step;

  CnnStep(NDManager manager) {
    step =
        new TrainedStep(
            manager,
            manager.create(
                WorkloadData.uniform(0, BATCH * SIZE * SIZE, -1, 1),
                new Shape(BATCH, 1, SIZE, SIZE)),
            manager.create(WorkloadData.labels(1, BATCH, 10)),
            new SequentialBlock()
                .add(convolution(2, 1, 32))
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(Pool.maxPool2dBlock(TWO_BY_TWO, TWO_BY_TWO))
                .add(convolution(3, 32, 64))
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(Pool.maxPool2dBlock(TWO_BY_TWO, TWO_BY_TWO))
                .add(Blocks.batchFlattenBlock())
                .add(Arrays.linear(4, FEATURES, UNITS))
                .add(Activation::relu)
                .add(list -> Dropout.dropout(list.head(), 0.5f, dropping.get()))
                .add(Arrays.linear(6, UNITS, 10)),
            Loss.softmaxCrossEntropyLoss(),
            TrainedStep.adam());
  }

  private static Block convolution(int array, int in, int out) {
    Conv2d convolution =
        Conv2d.builder()
            .setKernelShape(new Shape(3, 3))
            .optPadding(new Shape(1, 1))
            .setFilters(out)
            .optBias(false)
            .build();
    convolution.setInitializer(Arrays.weights(array, in * 9, out * in * 9), "weight");
    return convolution;
  }

  @Override
  public void run() {
    step.run();
  }

  @Override
  public Figures figures() {
    dropping.set(false);
    Figures figures = step.figures();
    dropping.set(true);
    return figures;
  }

  @Override
  public void close() {
    step.close();
  }
}
