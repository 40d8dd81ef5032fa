// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.Expr;
import java.util.List;

/** The terms of the likelihood of normal distributions that a network puts out. */
final class Gaussian {
  private static final double LOG_TWO_PI = StrictMath.log(2 * Math.PI);

  private Gaussian() {}

  /**
   * Returns {@code (ln σ² + (t − μ)²/σ² + ln 2π)/2} for each target.
   *
   * @param prediction {@code […, 2·k]}, the means and then the logarithms of the variances
   * @param targets {@code […, k]}
   * @throws ShapeException if the shapes do not fit
   */
  static Expr terms(Expr prediction, Expr targets) {
    int rank = prediction.shape().rank();
    int outputs = rank == 0 ? 0 : prediction.shape().dim(-1);
    if (rank == 0
        || outputs % 2 != 0
        || !prediction.shape().with(rank - 1, outputs / 2).equals(targets.shape())) {
      throw new ShapeException(
          "gaussian",
          "needs a mean and a logarithm of a variance for each target, […, 2·k] and […, k]: %s, %s"
              .formatted(prediction.shape(), targets.shape()));
    }
    List<Expr> parts = prediction.split(rank - 1, outputs / 2, outputs / 2);
    Expr logVariances = parts.get(1);
    Expr squares = targets.sub(parts.getFirst()).square();
    return squares.mul(logVariances.neg().exp()).add(logVariances).add(LOG_TWO_PI).mul(0.5);
  }
}
