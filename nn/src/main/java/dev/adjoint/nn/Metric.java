package dev.adjoint.nn;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.Expr;
import java.util.function.BinaryOperator;

/**
 * A figure that is watched but not trained for.
 *
 * @param name the name in the {@link History}
 * @param function from prediction and target, {@code [batch, …]} each, to the mean over the
 *     examples, a floating scalar
 */
public record Metric(String name, BinaryOperator<Expr> function) {
  /** Returns the share of examples whose largest output is that of the label, from 0 to 1. */
  public static Metric accuracy() {
    return new Metric("accuracy", Metric::accuracy);
  }

  /**
   * Returns the share of rows whose largest element stands at the place of the label, an F32
   * scalar.
   *
   * @param scores {@code […, classes]}
   * @param labels integers {@code […]}
   * @throws ShapeException if there is not one integer label for each row of scores
   */
  public static Expr accuracy(Expr scores, Expr labels) {
    int rank = scores.shape().rank();
    if (rank == 0
        || !labels.dtype().isInteger()
        || !labels.shape().equals(scores.shape().slice(0, rank - 1))) {
      throw new ShapeException(
          "accuracy",
          "needs scores […, classes] and an integer label for each row, […]: %s, %s"
              .formatted(scores.type(), labels.type()));
    }
    return scores.argmax(-1).cast(labels.dtype()).equal(labels).cast(DType.F32).mean();
  }
}
