// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;

/**
 * A classifier of texts by the mean of the rows that their words have in a table (Joulin et al.,
 * "Bag of Tricks for Efficient Text Classification", 2017), with a hidden layer.
 *
 * <p>Arrays: words, labels, table, weight and bias of the hidden layer and of the last one.
 */
public record TextClassifier() implements Workload {
  private static final int BATCH = 64;
  private static final int LENGTH = 128;
  private static final int WORDS = 20_000;
  private static final int WIDTH = 64;
  private static final int HIDDEN = 128;
  private static final int CLASSES = 10;

  @Override
  public String name() {
    return "embedding-classifier";
  }

  @Override
  public String summary() {
    return "table of 20,000 rows of 64, mean of 128 words, relu 128, linear 10, cross-entropy,"
        + " batch 64, Adam";
  }

  @Override
  public boolean isInDjl() {
    return false;
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr words = training.labels(BATCH * LENGTH, WORDS).reshape(BATCH, LENGTH);
    Expr labels = training.labels(BATCH, CLASSES);
    Expr table = training.weights(WIDTH, WORDS, WIDTH);
    Expr hidden = training.dense(table.gather(0, words).mean(1), HIDDEN).relu();
    Expr y = training.dense(hidden, CLASSES);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }
}
