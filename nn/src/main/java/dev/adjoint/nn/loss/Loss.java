// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.LossTerms;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.MarginLosses;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;

/**
 * The figure that training minimises: the distance of predictions from targets. A loss with
 * parameters of its own is a record that holds them; they are trained like those of the network,
 * under paths that begin with {@code loss}.
 */
@FunctionalInterface
public interface Loss {
  /**
   * Returns the loss, a scalar: the mean over the examples.
   *
   * @param prediction {@code [batch, …]}
   * @param target {@code [batch, …]}
   * @throws ShapeException if the two do not belong together
   */
  Expr apply(Expr prediction, Expr target);

  /**
   * Returns the losses of the examples one by one, which the weights of examples need. By default
   * each is computed as that of a batch of one, in a loop, which is right for any loss that is a
   * mean over the examples; one made by {@link #mean} needs no loop.
   *
   * @param prediction {@code [batch, …]}
   * @param target {@code [batch, …]}
   * @throws ShapeException if the two do not belong together
   */
  default RowLosses rows(Expr prediction, Expr target) {
    return RowLosses.each(this::apply, prediction, target);
  }

  /**
   * Returns this as one of several losses of a network with several outputs, with a weight in their
   * sum. Its own figure is without the weight.
   *
   * @throws IllegalArgumentException if the weight is negative or not finite
   */
  default Loss weighted(double weight) {
    return new ScaledLoss(this, weight);
  }

  /**
   * Checks targets before they are trained on; by default all values are allowed.
   *
   * @param targets the targets of all examples, {@code [n, …]}
   * @param prediction the shape of the predictions for some batch, {@code [batch, …]}
   * @throws IllegalArgumentException if a target is none that the loss can take
   */
  default void check(Tensor targets, Shape prediction) {}

  /**
   * Returns the number of the class that each prediction means: by default that of its largest
   * output, the last axis. A single output has no largest, so a loss that trains one for two
   * classes says where the second begins.
   *
   * @param prediction {@code [batch, …, outputs]}
   * @return integers {@code [batch, …]}
   * @throws ShapeException if predictions of this shape mean no class
   */
  default Expr classes(Expr prediction) {
    if (prediction.shape().rank() < 2 || prediction.shape().dim(-1) == 1) {
      throw new ShapeException(
          "classify",
          "this loss does not say which class a single output means: the prediction is %s; train"
                  .formatted(prediction.type())
              + " with Loss.sigmoidCrossEntropy(), or compare what predict returns with a threshold"
              + " of your own");
    }
    return prediction.argMax(-1);
  }

  /**
   * Returns a mean of terms, such as {@code Loss.mean((y, t) -> y.sub(t).square())}.
   *
   * @param terms from predictions and targets, {@code [batch, …]} each, to what is averaged: for
   *     each example one term, or as many as for any other, {@code [batch, …]}
   */
  static Loss mean(BinaryOperator<Expr> terms) {
    return new MeanLoss(terms);
  }

  /** Returns {@link Losses#meanSquaredError}. */
  static Loss meanSquaredError() {
    return new NumberLoss("meanSquaredError", Losses::meanSquaredError, LossTerms::squaredErrors);
  }

  /** Returns {@link Losses#meanAbsoluteError}. */
  static Loss meanAbsoluteError() {
    return new NumberLoss(
        "meanAbsoluteError", Losses::meanAbsoluteError, LossTerms::absoluteErrors);
  }

  /** Returns {@link Losses#huber}. */
  static Loss huber(double delta) {
    return new NumberLoss(
        "huber", (y, t) -> Losses.huber(y, t, delta), (y, t) -> LossTerms.huberErrors(y, t, delta));
  }

  /** Returns {@link Losses#logCosh}. */
  static Loss logCosh() {
    return new NumberLoss("logCosh", Losses::logCosh, LossTerms::logCoshErrors);
  }

  /** Returns {@link Losses#pinball}. */
  static Loss quantile(double q) {
    return new NumberLoss(
        "quantile", (y, t) -> Losses.pinball(y, t, q), (y, t) -> LossTerms.pinballErrors(y, t, q));
  }

  /** Returns {@link Losses#meanAbsolutePercentageError}. */
  static Loss meanAbsolutePercentageError() {
    return new NumberLoss(
        "meanAbsolutePercentageError",
        Losses::meanAbsolutePercentageError,
        (y, t) -> LossTerms.relativeErrors(y, t).mul(100));
  }

  /** Returns {@link Losses#meanSquaredLogarithmicError}. */
  static Loss meanSquaredLogarithmicError() {
    return new NumberLoss(
        "meanSquaredLogarithmicError",
        Losses::meanSquaredLogarithmicError,
        LossTerms::squaredLogarithmicErrors);
  }

  /** Returns {@link Losses#hinge}, for targets −1 and 1. */
  static Loss hinge() {
    return new NumberLoss("hinge", Losses::hinge, LossTerms::hingeTerms);
  }

  /** Returns {@link Losses#squaredHinge}, for targets −1 and 1. */
  static Loss squaredHinge() {
    return new NumberLoss(
        "squaredHinge",
        Losses::squaredHinge,
        (y, targets) -> LossTerms.hingeTerms(y, targets).square());
  }

  /**
   * Returns the mean of {@code 1 − cos} of the angles between predictions and targets along the
   * last axis; see {@link Losses#cosineSimilarity}.
   */
  static Loss cosineDistance() {
    BinaryOperator<Expr> terms = (y, t) -> Losses.cosineSimilarity(y, t, -1).rsub(1);
    return new NumberLoss("cosineDistance", (y, t) -> terms.apply(y, t).mean(), terms);
  }

  /**
   * Returns {@link Losses#gaussian}: the network puts out {@code […, 2·k]}, {@code k} means and
   * then {@code k} logarithms of variances, for targets {@code […, k]}.
   *
   * @throws ShapeException when it is applied to predictions with an odd last axis
   */
  static Loss gaussian() {
    BinaryOperator<Expr> terms = Gaussian::terms;
    return new NumberLoss("gaussian", (y, t) -> terms.apply(y, t).mean(), terms);
  }

  /**
   * Returns {@link Losses#dice}, for probabilities and targets in {@code [0, 1]}; all examples of a
   * batch are summed before the quotient.
   *
   * @throws IllegalArgumentException when it is applied, if {@code smooth} is not positive
   */
  static Loss dice(double smooth) {
    return (probabilities, targets) -> Losses.dice(probabilities, targets, smooth);
  }

  /** Returns {@link MarginLosses#categoricalHinge}, for an output for every class and labels. */
  static Loss categoricalHinge() {
    return MarginLosses::categoricalHinge;
  }

  /** Returns {@link Losses#klDivergence} of logits from the probabilities of the classes. */
  static Loss klDivergence() {
    return new NumberLoss(
        "klDivergence",
        (logits, t) -> Losses.klDivergence(logits.logSoftmax(-1), t),
        (logits, t) -> LossTerms.klDivergences(logits.logSoftmax(-1), t));
  }

  /** Returns {@link Losses#poisson}, for outputs that are logarithms of rates. */
  static Loss poisson() {
    return new NumberLoss("poisson", Losses::poisson, LossTerms::poissonTerms);
  }

  /** Returns {@link Losses#softmaxCrossEntropy}. */
  static CrossEntropyLoss softmaxCrossEntropy() {
    return softmaxCrossEntropy(0);
  }

  /** Returns {@link Losses#softmaxCrossEntropy(Expr, Expr, double)} of smoothed labels. */
  static CrossEntropyLoss softmaxCrossEntropy(double smoothing) {
    return new CrossEntropyLoss(smoothing, ImmutableDoubleArray.of(), OptionalInt.empty());
  }

  /**
   * Returns {@link Losses#focal}, for two classes and a single output without an activation; class
   * 1 is where the output is above 0.
   */
  static Loss focal(double alpha, double gamma) {
    return new BinaryLoss(
        "focal",
        (y, t) -> Losses.focal(y, t, alpha, gamma),
        (y, t) -> LossTerms.focalTerms(y, t, alpha, gamma),
        0);
  }

  /**
   * Returns {@link Losses#sigmoidCrossEntropy}, for two classes and a single output without an
   * activation; class 1 is where the output is above 0.
   */
  static Loss sigmoidCrossEntropy() {
    return new BinaryLoss(
        "sigmoidCrossEntropy", Losses::sigmoidCrossEntropy, LossTerms::sigmoidCrossEntropies, 0);
  }

  /**
   * Returns {@link Losses#binaryCrossEntropy}, for two classes and a single output that is a
   * probability; class 1 is where the output is above ½.
   */
  static Loss binaryCrossEntropy() {
    return new BinaryLoss(
        "binaryCrossEntropy",
        Losses::binaryCrossEntropy,
        (y, t) -> LossTerms.logLikelihoods(y, t).neg(),
        0.5);
  }
}
