// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A figure that is watched but not trained for: it trains no parameter that it reads. A metric is a
 * state that begins somewhere, changes with every batch, and gives a result in the end. So it may
 * be more than a mean over batches: the precision of two batches is not the mean of theirs. All
 * three are expressions; the second is part of the program of a step.
 */
public interface Metric {
  /** Returns the name among the figures of a training. */
  String name();

  /** Returns the state before the first batch: tensors of any types, mostly zeros of F64. */
  ImmutableList<Tensor> init();

  /**
   * Returns the state after a batch, of the types of the state before it.
   *
   * @param state the state before the batch
   * @param prediction {@code [batch, …]}
   * @param target {@code [batch, …]}; the last batch may have fewer rows than the others
   * @throws ShapeException if the two do not belong together
   */
  List<Expr> update(List<Expr> state, Expr prediction, Expr target);

  /**
   * Returns the state after a batch whose examples have weights: with weights of 1 that of {@link
   * #update(List, Expr, Expr)}.
   *
   * @param weights the weight of each example, floating {@code [batch]}, 0 for padding
   * @throws ShapeException if the metric does not say how, which it need not
   */
  default List<Expr> update(List<Expr> state, Expr prediction, Expr target, Expr weights) {
    throw new ShapeException(
        "metric '" + name() + "'",
        "takes no weights of examples, got %s; give it an update with weights, or leave it out"
            .formatted(weights.type()));
  }

  /** Returns the figure that a state means, a floating scalar. */
  Expr result(List<Expr> state);

  /**
   * Returns this of a function of the prediction, such as {@code Metric.auc().of(Expr::sigmoid)}
   * for a network that gives logits.
   */
  default Metric of(UnaryOperator<Expr> function) {
    return new MappedMetric(this, function);
  }

  /**
   * Returns this with a function of its result, such as the root of a mean of squares.
   *
   * @param function from the result to the figure, floating scalars both
   */
  default Metric then(UnaryOperator<Expr> function) {
    return new FinishedMetric(this, function);
  }

  /** Returns this under another name. */
  default Metric named(String name) {
    return new NamedMetric(name, this);
  }

  /**
   * Returns this for one of the outputs of a network that has several, and its targets. Its figure
   * has the name of the output in front, such as {@code output1_accuracy}.
   *
   * @param output the number of the output
   * @throws IllegalArgumentException if it is negative
   */
  default Metric at(int output) {
    return new OutputMetric(this, output, Optional.empty());
  }

  /**
   * Returns a mean over the examples; with weights of these {@code Σ w·value/Σ w}.
   *
   * @param name the name among the figures of a training
   * @param function from prediction and target, {@code [batch, …]} each, to the mean over the
   *     examples of the batch, a floating scalar; batches weigh by their rows
   */
  static Metric mean(String name, BinaryOperator<Expr> function) {
    return meanOf(name, function::apply);
  }

  private static Metric meanOf(String name, Loss mean) {
    return new MeanMetric(name, mean);
  }

  /** Returns the share of examples whose largest output is that of the label, from 0 to 1. */
  static Metric accuracy() {
    return meanOf(Accuracies.ACCURACY, Loss.mean(Accuracies::hits));
  }

  /**
   * Returns the share of examples whose single output is on the right side of a threshold, from 0
   * to 1; see {@link Accuracies#binaryAccuracy}.
   *
   * @param threshold above which an output means class 1: 0 for a logit, ½ for a probability
   */
  static Metric binaryAccuracy(double threshold) {
    return meanOf(
        Accuracies.ACCURACY,
        Loss.mean((prediction, target) -> Accuracies.binaryHits(prediction, target, threshold)));
  }

  /** Returns {@link BinaryScore#precision} for probabilities. */
  static Metric precision() {
    return BinaryScore.precision(0.5);
  }

  /** Returns {@link BinaryScore#recall} for probabilities. */
  static Metric recall() {
    return BinaryScore.recall(0.5);
  }

  /** Returns {@link BinaryScore#fBeta} for probabilities, with {@code beta = 1}. */
  static Metric f1() {
    return BinaryScore.fBeta(0.5, 1).named("f1");
  }

  /** Returns the mean of {@code F1} over classes; see {@link ClassScore#macro}. */
  static Metric f1(int classes) {
    return ClassScore.macro(BinaryScore.fBeta(0, 1), classes).named("f1");
  }

  /** Returns the mean of {@code F1} over classes, each with the weight of its examples. */
  static Metric weightedF1(int classes) {
    return ClassScore.weighted(BinaryScore.fBeta(0, 1), classes).named("f1");
  }

  /** Returns the mean over classes of {@link BinaryScore#intersectionOverUnion}. */
  static Metric meanIou(int classes) {
    return ClassScore.macro(BinaryScore.intersectionOverUnion(0), classes);
  }

  /** Returns {@link RocAuc} of 200 thresholds, for probabilities. */
  static Metric auc() {
    return new RocAuc(200);
  }

  /** Returns {@link PrecisionRecallAuc} of 200 thresholds, for probabilities. */
  static Metric precisionRecallAuc() {
    return new PrecisionRecallAuc(200);
  }

  /** Returns the share of examples whose label is among their {@code k} largest outputs. */
  static Metric topK(int k) {
    return meanOf("top" + k, Loss.mean((scores, labels) -> Accuracies.topHits(scores, labels, k)));
  }

  /** Returns {@link Losses#meanAbsoluteError}. */
  static Metric meanAbsoluteError() {
    return meanOf("mae", Loss.meanAbsoluteError());
  }

  /** Returns {@link Losses#meanSquaredError}. */
  static Metric meanSquaredError() {
    return meanOf("mse", Loss.meanSquaredError());
  }

  /** Returns the root of the mean of {@link Losses#meanSquaredError} over all examples. */
  static Metric rootMeanSquaredError() {
    return meanOf("rmse", Loss.meanSquaredError()).then(Expr::sqrt);
  }

  /** Returns {@link Losses#meanAbsolutePercentageError}. */
  static Metric meanAbsolutePercentageError() {
    return meanOf("mape", Loss.meanAbsolutePercentageError());
  }

  /** Returns the mean of {@link Losses#cosineSimilarity} along the last axis. */
  static Metric cosineSimilarity() {
    return meanOf("cosine", Loss.mean((y, t) -> Losses.cosineSimilarity(y, t, -1)));
  }

  /**
   * Returns the mean of {@code −ln p} of the label, {@link Losses#softmaxCrossEntropy} of logits.
   */
  static Metric logLoss() {
    return meanOf("logLoss", Loss.softmaxCrossEntropy());
  }

  /**
   * Returns {@code e} to the power of {@link #logLoss}: among how many equally probable words a
   * model of language chooses in the mean (Jelinek et al. 1977).
   */
  static Metric perplexity() {
    return logLoss().then(Expr::exp).named("perplexity");
  }
}
