// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import com.google.common.base.Joiner;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;

/**
 * A network of dense layers with relu between them. Arrays: input, labels, weight and bias of each
 * layer.
 *
 * @param units the numbers of features, from the input to the classes
 * @param batch the number of examples in a step
 */
public record Mlp(ImmutableIntArray units, int batch) implements Workload {
  /** Returns the network that has one hidden layer. */
  public static Mlp small() {
    return new Mlp(ImmutableIntArray.of(784, 128, 10), 64);
  }

  /** Returns the network that has two wide hidden layers. */
  public static Mlp large() {
    return new Mlp(ImmutableIntArray.of(784, 512, 512, 10), 128);
  }

  @Override
  public String name() {
    return "mlp-" + layers();
  }

  @Override
  public String summary() {
    return "MLP %s, relu, cross-entropy, batch %s, Adam".formatted(layers(), batch);
  }

  private String layers() {
    return Joiner.on("-").join(units.asList());
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    int last = units.length() - 1;
    Expr y = training.input(batch, units.get(0));
    Expr labels = training.labels(batch, units.get(last));
    for (int i = 1; i < last; i++) {
      y = training.dense(y, units.get(i)).relu();
    }
    y = training.dense(y, units.get(last));
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }
}
