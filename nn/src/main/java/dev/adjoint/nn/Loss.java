package dev.adjoint.nn;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;

/** What training makes small: how far predictions are from targets. */
@FunctionalInterface
public interface Loss {
  /**
   * Returns the loss, a scalar: the mean over the examples.
   *
   * @param prediction {@code [batch, …]}
   * @param target {@code [batch, …]}
   * @throws dev.adjoint.graph.ShapeException if the two do not belong together
   */
  Expr apply(Expr prediction, Expr target);

  /**
   * Checks targets before they are trained on; by default all values are allowed.
   *
   * @param targets the targets of all examples, {@code [n, …]}
   * @param prediction the shape of the predictions for some batch, {@code [batch, …]}
   * @throws IllegalArgumentException if a target is none that the loss can take
   */
  default void check(Tensor targets, Shape prediction) {}

  /** Returns {@link Losses#meanSquaredError}. */
  static Loss meanSquaredError() {
    return Losses::meanSquaredError;
  }

  /** Returns {@link Losses#softmaxCrossEntropy}. */
  static Loss softmaxCrossEntropy() {
    return new SoftmaxCrossEntropy();
  }
}
