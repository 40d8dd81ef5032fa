// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.Pooling;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.State;

/**
 * Two convolutions with batch normalisation (Ioffe and Szegedy, "Batch Normalization", 2015) and a
 * dense layer with dropout. Its figures are those without dropout, which every contender draws in
 * its own way.
 *
 * <p>Arrays: input, labels, filters of both convolutions, weight and bias of the two dense layers.
 * Batch normalisation starts from ones and zeros.
 */
public record Cnn() implements Workload {
  /** The number of images in a step. */
  public static final int BATCH = 64;

  /** Height and width of an image. */
  public static final int SIZE = 28;

  /** The number of features that the convolutions make of an image. */
  public static final int FEATURES = 64 * 7 * 7;

  /** The number of units of the dense layer. */
  public static final int UNITS = 128;

  /** How much of the running mean and variance stays in a step. */
  private static final double MOMENTUM = 0.9;

  @Override
  public String name() {
    return "cnn-32-64";
  }

  @Override
  public String summary() {
    return "CNN of 28×28 images, 32 and 64 filters of 3×3, batch norm, max pool, dense 128,"
        + " dropout 0.5, cross-entropy, batch 64, Adam";
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH, 1, SIZE, SIZE);
    Expr labels = training.labels(BATCH, 10);
    Expr y = block(training, block(training, x, 32), 64);
    Expr hidden = training.dense(y.flattenFrom(1), UNITS).relu();
    State key = State.of("key", Tensor.scalar(0L));
    training.update(key, key.add(1));
    Expr kept = RandomKey.of(key).bernoulli(0.5, hidden.shape());
    Expr weight = training.weights(UNITS, UNITS, 10);
    Expr bias = training.weights(UNITS, 10);
    Expr whole = hidden.matmul(weight).add(bias);
    Expr dropped = Expr.where(kept, hidden.mul(2), 0).matmul(weight).add(bias);
    return training.step(
        Losses.softmaxCrossEntropy(whole, labels),
        Losses.softmaxCrossEntropy(dropped, labels),
        Adam.of(1e-3));
  }

  private static Expr block(Training training, Expr x, int out) {
    int in = x.shape().dim(1);
    Expr y = Convolutions.conv2d(x, training.weights(in * 9, out, in, 3, 3), 1, 1);
    return Pooling.maxPool2d(normalized(training, y).relu(), 2);
  }

  private static Expr normalized(Training training, Expr x) {
    Shape channels = Shape.of(x.shape().dim(1), 1, 1);
    Expr scale = training.parameter(Tensor.ones(DType.F32, channels));
    Expr shift = training.parameter(Tensor.zeros(DType.F32, channels));
    Expr mean = x.meanKeepDims(0, 2, 3);
    Expr centred = x.sub(mean);
    Expr variance = centred.square().meanKeepDims(0, 2, 3);
    double count = x.shape().size() / channels.size();
    running(training, "mean", Tensor.zeros(DType.F32, channels), mean);
    // Peers keep the variance with Bessel's correction.
    running(
        training, "variance", Tensor.ones(DType.F32, channels), variance.mul(count / (count - 1)));
    return centred.div(variance.add(1e-5).sqrt()).mul(scale).add(shift);
  }

  private static void running(Training training, String name, Tensor initial, Expr present) {
    State state = State.of(name, initial);
    Expr share = present.reshape(initial.shape()).mul(1 - MOMENTUM);
    training.update(state, state.mul(MOMENTUM).add(share));
  }
}
