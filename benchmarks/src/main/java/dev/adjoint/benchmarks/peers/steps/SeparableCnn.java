// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.WindowOptions;

/**
 * A convolution, and two that are each split into one of every channel by itself and one of single
 * elements (Howard et al., "MobileNets", 2017), with strides.
 *
 * <p>Arrays: input, labels, filters and bias of the first convolution; for each of the others the
 * filters of channels, those of elements and their bias; weight and bias of the linear layer.
 */
public record SeparableCnn() implements Workload {
  private static final int BATCH = 64;
  private static final int SIZE = 28;

  @Override
  public String name() {
    return "cnn-separable";
  }

  @Override
  public String summary() {
    return "convolution 16, separable ones 32 and 64 with stride 2, all 3×3, relu, mean of each"
        + " channel, linear 10, cross-entropy, batch 64 of 28×28 images, Adam";
  }

  @Override
  public boolean isInDjl() {
    return false;
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH, 1, SIZE, SIZE);
    Expr labels = training.labels(BATCH, 10);
    Expr filters = training.weights(9, 16, 1, 3, 3);
    Expr bias = training.weights(9, 16).reshape(16, 1, 1);
    Expr y = Convolutions.conv(x, filters, WindowOptions.over(2).padding(1), 1).add(bias).relu();
    y = separable(training, y, 32);
    y = separable(training, y, 64);
    y = training.dense(y.mean(2, 3), 10);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }

  private static Expr separable(Training training, Expr x, int out) {
    int in = x.shape().dim(1);
    Expr filter = training.weights(9, in, 1, 3, 3);
    WindowOptions options = WindowOptions.over(2).stride(2).padding(1);
    Expr apart = Convolutions.conv(x, filter, options, in).relu();
    Expr weight = training.weights(in, out, in, 1, 1);
    Expr bias = training.weights(in, out).reshape(out, 1, 1);
    return Convolutions.conv2d(apart, weight).add(bias).relu();
  }
}
