// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.layer.LayerNorm;
import dev.adjoint.nn.layer.attention.FeedForward;
import dev.adjoint.nn.layer.attention.MultiHeadAttention;
import dev.adjoint.nn.layer.attention.TransformerEncoderBlock;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.Parameter;
import java.util.Optional;

/** {@link Transformer} with its encoder layers by {@link TransformerEncoderBlock}. */
public record TransformerByLayers() implements Workload {
  @Override
  public String name() {
    return new Transformer().name();
  }

  @Override
  public String summary() {
    return new Transformer().summary();
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    int rows = Transformer.BATCH * Transformer.LENGTH;
    Expr x = training.input(rows, Transformer.FEATURES);
    Expr labels = training.labels(rows, Transformer.FEATURES);
    Expr y = training.dense(x, Transformer.WIDTH);
    y = y.reshape(Transformer.BATCH, Transformer.LENGTH, Transformer.WIDTH);
    for (int i = 0; i < Transformer.LAYERS; i++) {
      MultiHeadAttention attention =
          new MultiHeadAttention(
              dense(training, Transformer.WIDTH, Transformer.WIDTH),
              dense(training, Transformer.WIDTH, Transformer.WIDTH),
              dense(training, Transformer.WIDTH, Transformer.WIDTH),
              dense(training, Transformer.WIDTH, Transformer.WIDTH),
              Transformer.HEADS,
              Optional.empty(),
              false,
              0);
      LayerNorm norm = norm(training);
      Dropout none = new Dropout(0);
      FeedForward feedForward =
          new FeedForward(
              dense(training, Transformer.WIDTH, Transformer.WIDE),
              Activation.gelu(),
              none,
              dense(training, Transformer.WIDE, Transformer.WIDTH));
      y =
          new TransformerEncoderBlock(attention, norm, feedForward, norm(training), none, false)
              .apply(y);
    }
    y = training.dense(y.reshape(rows, Transformer.WIDTH), Transformer.FEATURES);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }

  private static Dense dense(Training training, int in, int out) {
    Parameter weight = (Parameter) training.weights(in, in, out);
    return new Dense(weight, (Parameter) training.weights(in, out));
  }

  private static LayerNorm norm(Training training) {
    Shape shape = Shape.of(Transformer.WIDTH);
    return new LayerNorm(
        (Parameter) training.parameter(Tensor.ones(DType.F32, shape)),
        (Parameter) training.parameter(Tensor.zeros(DType.F32, shape)),
        1e-5);
  }
}
