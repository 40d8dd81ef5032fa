// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.List;
import java.util.Optional;

/**
 * A figure of how often class 1 was found, missed and seen where it was not. The state are three
 * counts: {@code tp} true positives, {@code fp} false positives, {@code fn} false negatives.
 *
 * @param name the name among the figures of a training
 * @param threshold above which an output means class 1: 0 for a logit, ½ for a probability
 * @param formula from the three counts, F64 scalars, to the figure
 */
public record BinaryScore(String name, double threshold, MatchedInstruction formula)
    implements Metric {
  /** A figure made of counts. */
  @FunctionalInterface
  public interface MatchedInstruction {
    /** Returns the figure, a floating scalar. */
    Expr of(Expr tp, Expr fp, Expr fn);
  }

  /** Returns {@code tp/(tp + fp)}, NaN if class 1 was never predicted. */
  public static BinaryScore precision(double threshold) {
    return new BinaryScore("precision", threshold, (tp, fp, _) -> tp.div(tp.add(fp)));
  }

  /** Returns {@code tp/(tp + fn)}, NaN if there was no example of class 1. */
  public static BinaryScore recall(double threshold) {
    return new BinaryScore("recall", threshold, (tp, _, fn) -> tp.div(tp.add(fn)));
  }

  /**
   * Returns {@code (1 + β²)·tp/((1 + β²)·tp + β²·fn + fp)}, the mean of precision and recall in
   * which recall weighs {@code β} times as much (van Rijsbergen 1979, <i>Information Retrieval</i>,
   * chapter 7); NaN if class 1 was neither there nor predicted.
   *
   * @throws IllegalArgumentException if {@code beta} is not positive
   */
  public static BinaryScore fBeta(double threshold, double beta) {
    Preconditions.checkArgument(beta > 0, "fBeta: beta must be positive: %s", beta);
    double square = beta * beta;
    return new BinaryScore(
        "fBeta",
        threshold,
        (tp, fp, fn) -> {
          Expr found = tp.mul(1 + square);
          return found.div(found.add(fn.mul(square)).add(fp));
        });
  }

  /**
   * Returns {@code tp/(tp + fp + fn)}: what predictions and targets of class 1 have in common of
   * all that is in either (Jaccard 1912); NaN if class 1 was neither there nor predicted. The mean
   * over classes is {@code ClassScore.macro(BinaryScore.intersectionOverUnion(0), classes)}.
   */
  public static BinaryScore intersectionOverUnion(double threshold) {
    return new BinaryScore("iou", threshold, (tp, fp, fn) -> tp.div(tp.add(fp).add(fn)));
  }

  @Override
  public ImmutableList<Tensor> init() {
    return ImmutableList.of(Tensor.scalar(0.0), Tensor.scalar(0.0), Tensor.scalar(0.0));
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
    return counted(state, prediction, target, Optional.empty());
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target, Expr weights) {
    return counted(state, prediction, target, Optional.of(weights));
  }

  private List<Expr> counted(
      List<Expr> state, Expr prediction, Expr target, Optional<Expr> weights) {
    Expr predicted = prediction.greater(threshold);
    Expr actual = actual(name, prediction, target);
    return List.of(
        state.get(0).add(WeightedCounts.of(predicted.and(actual), weights).sum()),
        state.get(1).add(WeightedCounts.of(predicted.and(actual.not()), weights).sum()),
        state.get(2).add(WeightedCounts.of(predicted.not().and(actual), weights).sum()));
  }

  @Override
  public Expr result(List<Expr> state) {
    return formula.of(state.get(0), state.get(1), state.get(2));
  }

  /**
   * Returns where a target means class 1, in the shape of the prediction.
   *
   * @throws ShapeException if there is not one target for each prediction
   */
  static Expr actual(String name, Expr prediction, Expr target) {
    if (!Losses.isPairwise(prediction, target)) {
      throw new ShapeException(
          name,
          "needs a floating prediction and a target for each, […]: %s, %s"
              .formatted(prediction.type(), target.type()));
    }
    return target.cast(DType.F32).reshape(prediction.shape()).greater(0.5);
  }
}
