// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;

/** Accuracies as functions of expressions; {@link Metric} has them for training. */
public final class Accuracies {
  static final String ACCURACY = "accuracy";

  private Accuracies() {}

  /**
   * Returns the share of rows whose largest element stands at the place of the label, an F32
   * scalar.
   *
   * @param scores {@code […, classes]}, of two classes at least
   * @param labels integers {@code […]}
   * @throws ShapeException if there is not one integer label for each row of scores
   */
  public static Expr accuracy(Expr scores, Expr labels) {
    return hits(scores, labels).mean();
  }

  /** Returns 1 for each row whose largest element stands at the place of the label, else 0. */
  static Expr hits(Expr scores, Expr labels) {
    checkLabelled(ACCURACY, scores, labels);
    return scores.argMax(-1).cast(labels.dtype()).equal(labels).cast(DType.F32);
  }

  /**
   * Returns the share of rows in which fewer than {@code k} elements are larger than that at the
   * place of the label, an F32 scalar. Of equal ones the first counts as the larger, as in {@link
   * #accuracy}.
   *
   * @param scores {@code […, classes]}, of two classes at least
   * @param labels integers {@code […]}
   * @throws ShapeException if there is not one integer label for each row of scores
   * @throws IllegalArgumentException if {@code k} is not positive
   */
  public static Expr topK(Expr scores, Expr labels, int k) {
    return topHits(scores, labels, k).mean();
  }

  /** Returns 1 for each row that {@link #topK} counts, else 0. */
  static Expr topHits(Expr scores, Expr labels, int k) {
    Preconditions.checkArgument(k > 0, "topK: k must be positive: %s", k);
    checkLabelled("topK", scores, labels);
    int classes = scores.shape().dim(-1);
    Expr at = labels.cast(DType.I32).expandDims(-1);
    Expr own = scores.takeAlongAxis(-1, at);
    Expr numbers = Expr.constant(Tensor.arange(DType.I32, classes));
    Expr before = scores.greater(own).or(scores.equal(own).and(numbers.less(at)));
    return before.cast(DType.I32).sum(-1).less(k).cast(DType.F32);
  }

  /**
   * Returns the share of elements that are above a threshold where the target is above ½ and
   * nowhere else, an F32 scalar.
   *
   * @param prediction {@code […]} or {@code […, 1]}
   * @param targets for each prediction 0, 1 or the probability of class 1, of any dtype
   * @param threshold 0 for logits, ½ for probabilities
   * @throws ShapeException if there is not one target for each prediction
   */
  public static Expr binaryAccuracy(Expr prediction, Expr targets, double threshold) {
    return binaryHits(prediction, targets, threshold).mean();
  }

  /** Returns 1 for each element that {@link #binaryAccuracy} counts, else 0. */
  static Expr binaryHits(Expr prediction, Expr targets, double threshold) {
    if (!Losses.isPairwise(prediction, targets)) {
      throw new ShapeException(
          "binaryAccuracy",
          "needs a floating prediction and a target for each, […]: %s, %s"
              .formatted(prediction.type(), targets.type()));
    }
    Expr actual = targets.cast(DType.F32).reshape(prediction.shape()).greater(0.5);
    return prediction.greater(threshold).equal(actual).cast(DType.F32);
  }

  /**
   * Checks that labels belong to scores.
   *
   * @throws ShapeException if there is not one integer label for each row of scores of two classes
   *     at least
   */
  static void checkLabelled(String metric, Expr scores, Expr labels) {
    int rank = scores.shape().rank();
    if (rank < 2 || scores.shape().dim(-1) == 1) {
      throw new ShapeException(
          metric,
          "needs an output for every class, got %s; of a single output use".formatted(scores.type())
              + " Metric.binaryAccuracy(0) if it is a logit, (0.5) if it is a probability");
    }
    if (!labels.dtype().isInteger() || !labels.shape().equals(scores.shape().slice(0, rank - 1))) {
      throw new ShapeException(
          metric,
          "needs scores […, classes] and an integer label for each row, […]: %s, %s%s"
              .formatted(
                  scores.type(),
                  labels.type(),
                  labels.dtype().isInteger() ? "" : "; cast the labels"));
    }
  }
}
