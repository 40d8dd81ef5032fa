// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.transform.ClipByGlobalNorm;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;

/**
 * A classifier of texts by the mean of the rows that their words have in a table (Joulin et al.,
 * "Bag of Tricks for Efficient Text Classification", 2017); a step touches these rows alone.
 */
public record BagOfWords() implements Workload {
  private static final int BATCH = 8;
  private static final int LENGTH = 6;
  private static final int WORDS = 400;
  private static final int WIDTH = 16;
  private static final int CLASSES = 4;

  @Override
  public String name() {
    return "bag-of-words";
  }

  @Override
  public String summary() {
    return "table of 400 rows of 16, mean of 6 words, linear 4, cross-entropy, batch 8, lazy Adam,"
        + " clipped";
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr weight = training.weights(WIDTH, WIDTH, CLASSES);
    Expr table = training.weights(WIDTH, WORDS, WIDTH);
    Expr words = training.labels(BATCH * LENGTH, WORDS).reshape(BATCH, LENGTH);
    Expr labels = training.labels(BATCH, CLASSES);
    Expr y = table.gather(0, words).mean(1).matmul(weight);
    return training.step(
        Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3).lazy().after(new ClipByGlobalNorm(1)));
  }
}
