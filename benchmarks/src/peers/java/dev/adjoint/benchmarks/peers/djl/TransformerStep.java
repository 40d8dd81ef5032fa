// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import static dev.adjoint.benchmarks.peers.steps.Transformer.BATCH;
import static dev.adjoint.benchmarks.peers.steps.Transformer.FEATURES;
import static dev.adjoint.benchmarks.peers.steps.Transformer.HEADS;
import static dev.adjoint.benchmarks.peers.steps.Transformer.LAYERS;
import static dev.adjoint.benchmarks.peers.steps.Transformer.LENGTH;
import static dev.adjoint.benchmarks.peers.steps.Transformer.WIDE;
import static dev.adjoint.benchmarks.peers.steps.Transformer.WIDTH;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.transformer.ScaledDotProductAttentionBlock;
import ai.djl.training.loss.Loss;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.benchmarks.peers.WorkloadData;
import java.util.List;

/**
 * Encoder layers of DJL's attention block and layer normalisation. DJL's own {@code
 * TransformerEncoderBlock} normalises over the batch and adds its input twice, so it is something
 * else.
 */
final class TransformerStep {
  /** The arrays of an encoder layer: weights and biases of six linear layers. */
  private static final int ARRAYS = 12;

  private TransformerStep() {}

  static Step of(NDManager manager) {
    SequentialBlock block = new SequentialBlock().add(Arrays.linear(2, FEATURES, WIDTH));
    for (int i = 0; i < LAYERS; i++) {
      int array = 4 + ARRAYS * i;
      Block feedForward =
          new SequentialBlock()
              .add(Arrays.linear(array + 8, WIDTH, WIDE))
              .add(Activation::gelu)
              .add(Arrays.linear(array + 10, WIDE, WIDTH));
      block
          .add(withResidual(attention(array)))
          .add(LayerNorm.builder().axis(2).build())
          .add(withResidual(feedForward))
          .add(LayerNorm.builder().axis(2).build());
    }
    block
        .add(Arrays.linear(4 + ARRAYS * LAYERS, WIDTH, FEATURES))
        .add(logits -> new NDList(logits.head().reshape(BATCH * LENGTH, FEATURES)));
    return new TrainedStep(
        manager,
        manager.create(
            WorkloadData.uniform(0, BATCH * LENGTH * FEATURES, -1, 1),
            new Shape(BATCH, LENGTH, FEATURES)),
        manager.create(WorkloadData.labels(1, BATCH * LENGTH, FEATURES)),
        block,
        Loss.softmaxCrossEntropyLoss(),
        TrainedStep.adam());
  }

  private static Block attention(int array) {
    ScaledDotProductAttentionBlock attention =
        ScaledDotProductAttentionBlock.builder()
            .setEmbeddingSize(WIDTH)
            .setHeadCount(HEADS)
            .optAttentionProbsDropoutProb(0)
            .build();
    Arrays.initialize(attention.getQueryProjection(), array, WIDTH, WIDTH);
    Arrays.initialize(attention.getKeyProjection(), array + 2, WIDTH, WIDTH);
    Arrays.initialize(attention.getValueProjection(), array + 4, WIDTH, WIDTH);
    Arrays.initialize(attention.getResultProjection(), array + 6, WIDTH, WIDTH);
    return attention;
  }

  private static Block withResidual(Block block) {
    return new ParallelBlock(
        outputs -> new NDList(outputs.get(0).head().add(outputs.get(1).head())),
        List.of(Blocks.identityBlock(), block));
  }
}
