// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.stream.IntStream;

/**
 * Attention with several heads (Vaswani et al., "Attention Is All You Need", 2017) in which a token
 * sees itself and those before it, and none beyond the length of its sequence; then a class is
 * named at every place. Sequence {@code i} has {@code 64 − 3i} tokens.
 *
 * <p>Arrays: input, labels, weight and bias of queries, keys, values, output and of the linear
 * layer out.
 */
public record CausalAttention() implements Workload {
  private static final int BATCH = 16;
  private static final int LENGTH = 64;
  private static final int WIDTH = 128;
  private static final int HEADS = 4;
  private static final int CLASSES = 64;

  /** What a score becomes that does not count. */
  private static final double HIDDEN = -1e9;

  @Override
  public String name() {
    return "attention-masked";
  }

  @Override
  public String summary() {
    return "attention of 4 heads, width 128, causal and padding mask, linear 64, cross-entropy,"
        + " batch 16 of 64 tokens, Adam";
  }

  @Override
  public boolean isInDjl() {
    return false;
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH * LENGTH, WIDTH);
    Expr labels = training.labels(BATCH * LENGTH, CLASSES);
    int[] numbers = IntStream.range(0, BATCH).map(i -> LENGTH - 3 * i).toArray();
    Expr lengths = training.input("lengths", Tensor.of(numbers)).reshape(Shape.of(BATCH, 1, 1, 1));
    Expr joined = attend(training, x, lengths, HEADS);
    Expr y = training.dense(training.dense(joined, WIDTH), CLASSES);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }

  /**
   * Returns what the tokens gather from those that count, heads side by side.
   *
   * @param x the tokens of all sequences, one after the other
   * @param lengths the lengths of the sequences, {@code [batch, 1, 1, 1]}
   */
  static Expr attend(Training training, Expr x, Expr lengths, int heads) {
    int batch = lengths.shape().dim(0);
    int length = x.shape().dim(0) / batch;
    int width = x.shape().dim(1);
    Shape split = Shape.of(batch, length, heads, width / heads);
    Expr queries = training.dense(x, width).reshape(split).permute(0, 2, 1, 3);
    Expr keys = training.dense(x, width).reshape(split).permute(0, 2, 1, 3);
    Expr values = training.dense(x, width).reshape(split).permute(0, 2, 1, 3);
    Expr scores = queries.matmul(keys.transpose(-1, -2)).mul(1 / Math.sqrt(width / heads));
    Expr positions = Expr.constant(Tensor.of(IntStream.range(0, length).toArray()));
    Expr key = positions.reshape(Shape.of(1, length));
    Expr query = positions.reshape(Shape.of(length, 1));
    Expr counts = key.lessEqual(query).and(key.less(lengths));
    Expr mixed = Expr.where(counts, scores, HIDDEN).softmax(-1).matmul(values);
    return mixed.permute(0, 2, 1, 3).reshape(x.shape());
  }
}
