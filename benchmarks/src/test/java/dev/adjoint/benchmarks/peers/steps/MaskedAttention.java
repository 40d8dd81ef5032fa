// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;

/**
 * Attention with several heads (Vaswani et al., "Attention Is All You Need", 2017) in which a token
 * sees itself and those before it, and none beyond the length of its sequence.
 */
public record MaskedAttention() implements Workload {
  private static final int BATCH = 4;
  private static final int LENGTH = 24;
  private static final int WIDTH = 32;
  private static final int HEADS = 2;

  @Override
  public String name() {
    return "masked-attention";
  }

  @Override
  public String summary() {
    return "attention of 2 heads, width 32, causal and padding mask, linear 32,"
        + " cross-entropy, batch 4 of 24 tokens, Adam";
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH * LENGTH, WIDTH);
    Expr labels = training.labels(BATCH * LENGTH, WIDTH);
    Expr lengths =
        training.input("lengths", Tensor.of(24, 17, 9, 1)).reshape(Shape.of(BATCH, 1, 1, 1));
    Expr joined = CausalAttention.attend(training, x, lengths, HEADS);
    Expr y = training.dense(joined, WIDTH);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }
}
