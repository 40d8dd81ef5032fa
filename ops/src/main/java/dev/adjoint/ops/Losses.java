// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.loss.SoftmaxCrossEntropy;

/**
 * Losses of predictions and targets: how far the ones are from the others, as a mean over the
 * examples unless a name says otherwise.
 */
public final class Losses {
  private static final String MEAN_SQUARED_ERROR = "meanSquaredError";
  private static final String CROSS_ENTROPY = "softmaxCrossEntropy";
  private static final String SIGMOID_CROSS_ENTROPY = "sigmoidCrossEntropy";
  private static final String BINARY_CROSS_ENTROPY = "binaryCrossEntropy";

  private Losses() {}

  /**
   * Returns the mean of {@code (prediction − target)²} over all elements, a scalar.
   *
   * @param prediction {@code […]}
   * @param target of the type of the prediction
   * @throws ShapeException if the types differ; nothing is broadcast
   */
  public static Expr meanSquaredError(Expr prediction, Expr target) {
    if (!prediction.type().equals(target.type())) {
      boolean sameSize = prediction.shape().size() == target.shape().size();
      throw new ShapeException(
          MEAN_SQUARED_ERROR,
          "prediction and target differ: %s, %s; %s"
              .formatted(
                  prediction.type(),
                  target.type(),
                  sameSize && prediction.dtype() == target.dtype()
                      ? "reshape one of them"
                      : "they must have one dtype and shape"));
    }
    return prediction.sub(target).square().mean();
  }

  /**
   * Returns the mean of {@code −log softmax(logits)[label]} over the examples, a scalar: the
   * negative log-likelihood of the labels. Large logits do no harm; see {@link
   * SoftmaxCrossEntropy}.
   *
   * @param logits {@code […, classes]}, not yet normalised
   * @param labels integers {@code […]} from 0 to {@code classes − 1}
   * @throws ShapeException if there is not one integer label for each row of logits
   */
  public static Expr softmaxCrossEntropy(Expr logits, Expr labels) {
    int rank = logits.shape().rank();
    if (rank == 0
        || !labels.dtype().isInteger()
        || !labels.shape().equals(logits.shape().slice(0, rank - 1))) {
      throw new ShapeException(
          CROSS_ENTROPY,
          "needs logits […, classes] and an integer label for each row, […]: %s, %s%s"
              .formatted(
                  logits.type(),
                  labels.type(),
                  labels.type().equals(logits.type())
                      ? "; give the number of the class in place of a one-hot row"
                      : labels.dtype().isInteger() ? "" : "; cast the labels"));
    }
    return softmaxCrossEntropyPerLine(logits, -1, labels).mean();
  }

  /**
   * Returns {@code −log softmax(logits)[label]} for each line along an axis, which is dropped.
   *
   * @param logits floating, not yet normalised
   * @param labels the place of an element on each line, of the shape of the result
   * @throws ShapeException if there is not one integer label for each line
   */
  public static Expr softmaxCrossEntropyPerLine(Expr logits, int axis, Expr labels) {
    int at = logits.shape().axis(CROSS_ENTROPY, axis);
    return Expr.apply(new SoftmaxCrossEntropy(at), logits, labels);
  }

  /**
   * Returns the mean of {@code −t·ln σ(z) − (1 − t)·ln(1 − σ(z))} over all elements, a scalar, for
   * logits {@code z} and probabilities {@code t} of class 1. Large logits do no harm: with {@code
   * softplus(z) = −ln(1 − σ(z))} it is {@code t·softplus(−z) + (1 − t)·softplus(z)}, whose
   * derivative is {@code σ(z) − t} at any {@code z}.
   *
   * @param logits {@code […]} or {@code […, 1]}, not yet normalised
   * @param targets 0, 1 or a probability for each logit, of any dtype; an axis of extent 1 at the
   *     end of one of both does not matter
   * @throws ShapeException if there is not one target for each logit
   */
  public static Expr sigmoidCrossEntropy(Expr logits, Expr targets) {
    Expr t = probabilities(SIGMOID_CROSS_ENTROPY, "logits", logits, targets);
    return t.mul(Activations.softplus(logits.neg()))
        .add(t.rsub(1).mul(Activations.softplus(logits)))
        .mean();
  }

  /**
   * Returns the mean of {@code −t·ln p − (1 − t)·ln(1 − p)} over all elements, a scalar, for
   * probabilities {@code p} and {@code t} of class 1. A certain and right prediction costs nothing,
   * a certain and wrong one is infinite: {@link #sigmoidCrossEntropy} of the logits never is.
   *
   * @param probabilities {@code […]} or {@code […, 1]}, from 0 to 1
   * @param targets 0, 1 or a probability for each prediction, of any dtype; an axis of extent 1 at
   *     the end of one of both does not matter
   * @throws ShapeException if there is not one target for each prediction
   */
  public static Expr binaryCrossEntropy(Expr probabilities, Expr targets) {
    Expr t = probabilities(BINARY_CROSS_ENTROPY, "probabilities", probabilities, targets);
    // Where its factor is 0 a logarithm is that of 1, which has a derivative.
    Expr one = Expr.where(t.greater(0), probabilities, 1).log();
    Expr other = Expr.where(t.less(1), probabilities.neg(), 0).log1p();
    return t.mul(one).add(t.rsub(1).mul(other)).mean().neg();
  }

  /** Returns targets in the type of the predictions. */
  private static Expr probabilities(String loss, String role, Expr prediction, Expr targets) {
    if (!isPairwise(prediction, targets)) {
      throw new ShapeException(
          loss,
          "needs floating %s and a target for each, […]: %s, %s"
              .formatted(role, prediction.type(), targets.type()));
    }
    DType dtype = prediction.dtype();
    return targets.cast(dtype).reshape(prediction.shape());
  }

  /**
   * Returns whether there is one target for each floating prediction; an axis of extent 1 at the
   * end of one of both does not matter.
   */
  public static boolean isPairwise(Expr prediction, Expr targets) {
    return prediction.dtype().isFloating() && withoutUnit(prediction).equals(withoutUnit(targets));
  }

  private static Shape withoutUnit(Expr x) {
    int rank = x.shape().rank();
    return rank > 1 && x.shape().dim(-1) == 1 ? x.shape().slice(0, rank - 1) : x.shape();
  }
}
