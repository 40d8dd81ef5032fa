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
 * Two convolutions each split into one of every channel by itself and one of single elements
 * (Howard et al., "MobileNets", 2017), the second with strides.
 */
public record SeparableConvolution() implements Workload {
  private static final int BATCH = 4;
  private static final int SIZE = 16;
  private static final int CHANNELS = 8;

  @Override
  public String name() {
    return "separable-convolution";
  }

  @Override
  public String summary() {
    return "separable convolutions 8→16→24 of 3×3, relu, mean of each channel, linear 10,"
        + " cross-entropy, batch 4 of 16×16 images, Adam";
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH, CHANNELS, SIZE, SIZE);
    Expr labels = training.labels(BATCH, 10);
    Expr y = separable(training, x, 16, 1);
    y = separable(training, y, 24, 2);
    y = training.dense(y.mean(2, 3), 10);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }

  private static Expr separable(Training training, Expr x, int out, int stride) {
    int in = x.shape().dim(1);
    Expr filter = training.weights(9, in, 1, 3, 3);
    WindowOptions options = WindowOptions.over(2).stride(stride).padding(1);
    Expr apart = Convolutions.conv(x, filter, options, in).relu();
    Expr weight = training.weights(in, out, in, 1, 1);
    Expr bias = training.weights(in, out).reshape(out, 1, 1);
    return Convolutions.conv2d(apart, weight).add(bias).relu();
  }
}
