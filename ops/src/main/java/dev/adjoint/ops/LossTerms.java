// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;

/**
 * The terms whose mean a loss of {@link Losses} is: one for each element, unless said otherwise. So
 * examples may have weights of their own. Formulas and errors are those of the loss.
 */
public final class LossTerms {
  private LossTerms() {}

  /** Returns the terms of {@link Losses#meanSquaredError}. */
  public static Expr squaredErrors(Expr prediction, Expr target) {
    return difference("meanSquaredError", prediction, target).square();
  }

  /** Returns the terms of {@link Losses#meanAbsoluteError}. */
  public static Expr absoluteErrors(Expr prediction, Expr target) {
    return difference("meanAbsoluteError", prediction, target).abs();
  }

  /** Returns the terms of {@link Losses#huber}. */
  public static Expr huberErrors(Expr prediction, Expr target, double delta) {
    Preconditions.checkArgument(delta > 0, "huber: delta must be positive: %s", delta);
    Expr size = difference("huber", prediction, target).abs();
    Expr within = size.minimum(delta);
    return within.mul(size.sub(within.mul(0.5)));
  }

  /** Returns the terms of {@link Losses#logCosh}. */
  public static Expr logCoshErrors(Expr prediction, Expr target) {
    Expr d = difference("logCosh", prediction, target);
    return d.add(Activations.softplus(d.mul(-2))).sub(StrictMath.log(2));
  }

  /** Returns the terms of {@link Losses#pinball}. */
  public static Expr pinballErrors(Expr prediction, Expr target, double q) {
    Preconditions.checkArgument(q > 0 && q < 1, "pinball: q must lie in (0, 1): %s", q);
    Expr e = difference("pinball", prediction, target).neg();
    return e.mul(q).maximum(e.mul(q - 1));
  }

  /**
   * Returns {@code |prediction − target|/|target|}: a hundredth of the terms of {@link
   * Losses#meanAbsolutePercentageError}.
   */
  public static Expr relativeErrors(Expr prediction, Expr target) {
    Expr size = difference("meanAbsolutePercentageError", prediction, target).abs();
    return size.div(target.abs().maximum(1e-7));
  }

  /** Returns the terms of {@link Losses#meanSquaredLogarithmicError}. */
  public static Expr squaredLogarithmicErrors(Expr prediction, Expr target) {
    difference("meanSquaredLogarithmicError", prediction, target);
    return prediction.maximum(0).log1p().sub(target.maximum(0).log1p()).square();
  }

  /** Returns the terms of {@link Losses#poisson}. */
  public static Expr poissonTerms(Expr logRates, Expr counts) {
    difference("poisson", logRates, counts);
    return logRates.exp().sub(counts.mul(logRates));
  }

  /** Returns the terms of {@link Losses#hinge}. */
  public static Expr hingeTerms(Expr prediction, Expr targets) {
    difference("hinge", prediction, targets);
    return prediction.mul(targets).rsub(1).maximum(0);
  }

  /** Returns the terms of {@link Losses#klDivergence}, one for each line along the last axis. */
  public static Expr klDivergences(Expr logProbabilities, Expr targets) {
    difference("klDivergence", logProbabilities, targets);
    Expr isThere = targets.greater(0);
    Expr logs = Expr.where(isThere, targets, 1).log().sub(Expr.where(isThere, logProbabilities, 0));
    return targets.mul(logs).sum(-1);
  }

  /** Returns the terms of {@link Losses#sigmoidCrossEntropy}. */
  public static Expr sigmoidCrossEntropies(Expr logits, Expr targets) {
    Expr t = probabilities("sigmoidCrossEntropy", "logits", logits, targets);
    return t.mul(Activations.softplus(logits.neg()))
        .add(t.rsub(1).mul(Activations.softplus(logits)));
  }

  /**
   * Returns {@code t·ln p + (1 − t)·ln(1 − p)}: the terms of {@link Losses#binaryCrossEntropy} with
   * the other sign.
   */
  public static Expr logLikelihoods(Expr probabilities, Expr targets) {
    Expr t = probabilities("binaryCrossEntropy", "probabilities", probabilities, targets);
    // Where the factor of a logarithm is 0, it is taken of 1, so that its derivative is finite.
    Expr one = Expr.where(t.greater(0), probabilities, 1).log();
    Expr other = Expr.where(t.less(1), probabilities.neg(), 0).log1p();
    return t.mul(one).add(t.rsub(1).mul(other));
  }

  /** Returns the terms of {@link Losses#focal}. */
  public static Expr focalTerms(Expr logits, Expr targets, double alpha, double gamma) {
    Preconditions.checkArgument(
        alpha >= 0 && alpha <= 1 && gamma >= 0,
        "focal: alpha must lie in [0, 1] and gamma not be negative: %s, %s",
        alpha,
        gamma);
    Expr t = probabilities("focal", "logits", logits, targets);
    // The logit of the target's class.
    Expr z = logits.mul(t.mul(2).sub(1));
    Expr cost = Activations.softplus(z.neg());
    Expr doubt = Activations.softplus(z).mul(-gamma).exp();
    return t.mul(2 * alpha - 1).add(1 - alpha).mul(doubt).mul(cost);
  }

  /** Returns the difference of prediction and target, which must be of one type. */
  static Expr difference(String loss, Expr prediction, Expr target) {
    if (!prediction.type().equals(target.type())) {
      boolean sameSize = prediction.shape().size() == target.shape().size();
      throw new ShapeException(
          loss,
          "prediction and target differ: %s, %s; %s"
              .formatted(
                  prediction.type(),
                  target.type(),
                  sameSize && prediction.dtype() == target.dtype()
                      ? "reshape one of them"
                      : "they must have one dtype and shape"));
    }
    return prediction.sub(target);
  }

  /** Returns targets in the type of the predictions. */
  private static Expr probabilities(String loss, String role, Expr prediction, Expr targets) {
    if (!Losses.isPairwise(prediction, targets)) {
      throw new ShapeException(
          loss,
          "needs floating %s and a target for each, […]: %s, %s"
              .formatted(role, prediction.type(), targets.type()));
    }
    DType dtype = prediction.dtype();
    return targets.cast(dtype).reshape(prediction.shape());
  }
}
