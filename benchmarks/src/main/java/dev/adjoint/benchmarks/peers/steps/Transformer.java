// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;

/**
 * Two encoder layers (Vaswani et al., "Attention Is All You Need", 2017, normalised after each
 * residual as there), with a linear layer before and after, that name a class at every place.
 *
 * <p>Arrays: input, labels, weight and bias of the linear layer in; for each encoder layer those of
 * queries, keys, values, output, the wide and the narrow layer; those of the linear layer out.
 * Layer normalisation starts from ones and zeros.
 */
public record Transformer() implements Workload {
  /** The number of sequences in a step. */
  public static final int BATCH = 16;

  /** The length of a sequence. */
  public static final int LENGTH = 64;

  /** The number of features at each place, and of classes. */
  public static final int FEATURES = 64;

  /** The number of features between the layers. */
  public static final int WIDTH = 128;

  /** The number of attention heads. */
  public static final int HEADS = 4;

  /** The number of features within the feed-forward part. */
  public static final int WIDE = 512;

  /** The number of encoder layers. */
  public static final int LAYERS = 2;

  @Override
  public String name() {
    return "transformer";
  }

  @Override
  public String summary() {
    return "2 encoder layers, width 128, 4 heads, feed-forward 512, gelu, linear 64 in and out,"
        + " cross-entropy, batch 16 of 64 tokens, Adam";
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH * LENGTH, FEATURES);
    Expr labels = training.labels(BATCH * LENGTH, FEATURES);
    Expr y = training.dense(x, WIDTH);
    for (int i = 0; i < LAYERS; i++) {
      y = normalized(training, y.add(attention(training, y)));
      Expr wide = Activations.gelu(training.dense(y, WIDE));
      y = normalized(training, y.add(training.dense(wide, WIDTH)));
    }
    y = training.dense(y, FEATURES);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }

  private static Expr attention(Training training, Expr x) {
    Expr queries = heads(training.dense(x, WIDTH));
    Expr keys = heads(training.dense(x, WIDTH));
    Expr values = heads(training.dense(x, WIDTH));
    Expr scores = queries.matmul(keys.transpose(-1, -2)).mul(1 / Math.sqrt(WIDTH / HEADS));
    Expr mixed = scores.softmax(-1).matmul(values);
    return training.dense(mixed.permute(0, 2, 1, 3).reshape(BATCH * LENGTH, WIDTH), WIDTH);
  }

  /** Returns {@code [batch, heads, length, width/heads]}. */
  private static Expr heads(Expr x) {
    return x.reshape(BATCH, LENGTH, HEADS, WIDTH / HEADS).permute(0, 2, 1, 3);
  }

  private static Expr normalized(Training training, Expr x) {
    Expr centred = x.sub(x.meanKeepDims(-1));
    Expr deviation = centred.square().meanKeepDims(-1).add(1e-5).sqrt();
    Shape shape = Shape.of(WIDTH);
    Expr scale = training.parameter(Tensor.ones(DType.F32, shape));
    Expr shift = training.parameter(Tensor.zeros(DType.F32, shape));
    return centred.div(deviation).mul(scale).add(shift);
  }
}
