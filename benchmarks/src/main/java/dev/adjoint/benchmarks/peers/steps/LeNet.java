// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.Pooling;

/**
 * The classic network for handwritten digits (LeCun et al., "Gradient-Based Learning Applied to
 * Document Recognition", 1998), with a linear layer at the end. Arrays: input, labels, filters and
 * bias of both convolutions, weight and bias of the three dense layers.
 */
public record LeNet() implements Workload {
  /** The number of images in a step. */
  public static final int BATCH = 64;

  /** Height and width of an image. */
  public static final int SIZE = 28;

  /** The number of features that the convolutions make of an image. */
  public static final int FEATURES = 16 * 5 * 5;

  @Override
  public String name() {
    return "lenet-5";
  }

  @Override
  public String summary() {
    return "LeNet-5 of 28×28 images, tanh, average pool, cross-entropy, batch 64, Adam";
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH, 1, SIZE, SIZE);
    Expr labels = training.labels(BATCH, 10);
    Expr y = Pooling.avgPool2d(convolved(training, x, 6, 2).tanh(), 2);
    y = Pooling.avgPool2d(convolved(training, y, 16, 0).tanh(), 2);
    y = training.dense(y.flattenFrom(1), 120).tanh();
    y = training.dense(y, 84).tanh();
    y = training.dense(y, 10);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }

  private static Expr convolved(Training training, Expr x, int out, int padding) {
    int in = x.shape().dim(1);
    Expr filter = training.weights(in * 25, out, in, 5, 5);
    Expr bias = training.weights(in * 25, out).reshape(out, 1, 1);
    return Convolutions.conv2d(x, filter, 1, padding).add(bias);
  }
}
