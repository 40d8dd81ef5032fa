package dev.adjoint.nn;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.Expr;

/** Losses as functions of expressions; {@link Loss} has them for training. */
public final class Losses {
  static final String CROSS_ENTROPY = "softmaxCrossEntropy";

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
          "meanSquaredError",
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
   * dev.adjoint.ops.op.SoftmaxCrossEntropy}.
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
    return logits.softmaxCrossEntropy(-1, labels).mean();
  }
}
