// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.loss.SoftmaxCrossEntropy;

/**
 * Losses, which measure how far predictions are from targets, as a mean over the examples unless a
 * name says otherwise. {@link LossTerms} has what many of them are the mean of.
 */
public final class Losses {
  private static final String CROSS_ENTROPY = "softmaxCrossEntropy";

  private Losses() {}

  /**
   * Returns the mean of {@code (prediction − target)²} over all elements, a scalar.
   *
   * @param prediction {@code […]}
   * @param target of the type of the prediction
   * @throws ShapeException if the types differ; nothing is broadcast
   */
  public static Expr meanSquaredError(Expr prediction, Expr target) {
    return LossTerms.squaredErrors(prediction, target).mean();
  }

  /**
   * Returns the mean of {@code |prediction − target|} over all elements, a scalar. Its derivative
   * is 0 where the two are equal.
   *
   * @throws ShapeException if the types differ; nothing is broadcast
   */
  public static Expr meanAbsoluteError(Expr prediction, Expr target) {
    return LossTerms.absoluteErrors(prediction, target).mean();
  }

  /**
   * Returns the mean of {@code d²/2} where {@code |d| ≤ delta}, and of {@code delta·(|d| −
   * delta/2)} beyond, for {@code d = prediction − target} (Huber 1964, <i>Robust Estimation of a
   * Location Parameter</i>).
   *
   * @param delta the error above which the loss is linear, positive
   * @throws ShapeException if the types differ; nothing is broadcast
   * @throws IllegalArgumentException if {@code delta} is not positive
   */
  public static Expr huber(Expr prediction, Expr target, double delta) {
    return LossTerms.huberErrors(prediction, target, delta).mean();
  }

  /**
   * Returns the mean of {@code ln cosh(prediction − target)}: about {@code d²/2} for small errors,
   * {@code |d| − ln 2} for large ones, which do not overflow.
   *
   * @throws ShapeException if the types differ; nothing is broadcast
   */
  public static Expr logCosh(Expr prediction, Expr target) {
    return LossTerms.logCoshErrors(prediction, target).mean();
  }

  /**
   * Returns the pinball loss, the mean of {@code max(q·e, (q − 1)·e)} for {@code e = target −
   * prediction}: its minimiser is the {@code q}-quantile of the targets (Koenker and Bassett 1978,
   * <i>Regression Quantiles</i>).
   *
   * @param q which quantile, in {@code (0, 1)}; ½ is half the absolute error
   * @throws ShapeException if the types differ; nothing is broadcast
   * @throws IllegalArgumentException if {@code q} lies outside
   */
  public static Expr pinball(Expr prediction, Expr target, double q) {
    return LossTerms.pinballErrors(prediction, target, q).mean();
  }

  /**
   * Returns the mean of {@code 100·|prediction − target|/|target|}, in percent. Targets nearer to 0
   * than 10⁻⁷ count as 10⁻⁷.
   *
   * @throws ShapeException if the types differ; nothing is broadcast
   */
  public static Expr meanAbsolutePercentageError(Expr prediction, Expr target) {
    return LossTerms.relativeErrors(prediction, target).mean().mul(100);
  }

  /**
   * Returns the mean of {@code (ln(1 + prediction) − ln(1 + target))²}. Negative numbers count as
   * 0.
   *
   * @throws ShapeException if the types differ; nothing is broadcast
   */
  public static Expr meanSquaredLogarithmicError(Expr prediction, Expr target) {
    return LossTerms.squaredLogarithmicErrors(prediction, target).mean();
  }

  /**
   * Returns the mean of {@code e^z − t·z} for logarithms {@code z} of rates and counts {@code t}:
   * the negative log-likelihood of Poisson's distribution without {@code ln t!}.
   *
   * @throws ShapeException if the types differ; nothing is broadcast
   */
  public static Expr poisson(Expr logRates, Expr counts) {
    return LossTerms.poissonTerms(logRates, counts).mean();
  }

  /**
   * Returns the mean of {@code (ln σ² + (t − μ)²/σ² + ln 2π)/2}: the negative log-likelihood of
   * normal distributions.
   *
   * @param means {@code μ}
   * @param logVariances {@code ln σ²}, of the type of the means: which keeps variances positive
   * @param targets {@code t}, of the type of the means
   * @throws ShapeException if the types differ; nothing is broadcast
   */
  public static Expr gaussian(Expr means, Expr logVariances, Expr targets) {
    Expr d = LossTerms.difference("gaussian", means, targets);
    LossTerms.difference("gaussian", means, logVariances);
    return d.square()
        .mul(logVariances.neg().exp())
        .add(logVariances)
        .mean()
        .add(StrictMath.log(2 * Math.PI))
        .mul(0.5);
  }

  /**
   * Returns the mean of {@code max(0, 1 − t·y)} for targets −1 and 1 (Cortes and Vapnik 1995,
   * <i>Support-Vector Networks</i>).
   *
   * @throws ShapeException if the types differ; nothing is broadcast
   */
  public static Expr hinge(Expr prediction, Expr targets) {
    return LossTerms.hingeTerms(prediction, targets).mean();
  }

  /**
   * Returns the mean of {@code max(0, 1 − t·y)²} for targets −1 and 1.
   *
   * @throws ShapeException if the types differ; nothing is broadcast
   */
  public static Expr squaredHinge(Expr prediction, Expr targets) {
    LossTerms.difference("squaredHinge", prediction, targets);
    return prediction.mul(targets).rsub(1).maximum(0).square().mean();
  }

  /**
   * Returns the mean over the examples of {@code Σ t·(ln t − ln p)} along the last axis, the
   * divergence of probabilities {@code p} from {@code t} (Kullback and Leibler 1951). Where {@code
   * t} is 0 an element costs nothing; where {@code p} alone is, it is infinite.
   *
   * @param logProbabilities {@code […, classes]}, {@code ln p}, such as of {@code logSoftmax}
   * @param targets {@code t}, of the same type
   * @throws ShapeException if the types differ, or are those of a scalar
   */
  public static Expr klDivergence(Expr logProbabilities, Expr targets) {
    return LossTerms.klDivergences(logProbabilities, targets).mean();
  }

  /**
   * Returns the cosine of the angle between lines along an axis, which is dropped: {@code
   * a·b/(‖a‖·‖b‖)}. It is 0 where a line is all 0, and so is its derivative.
   *
   * @throws ShapeException if the types differ, or there is no such axis
   */
  public static Expr cosineSimilarity(Expr a, Expr b, int axis) {
    LossTerms.difference("cosineSimilarity", a, b);
    Expr squares = a.square().sum(axis).mul(b.square().sum(axis));
    Expr isLine = squares.greater(0);
    Expr lengths = Expr.where(isLine, squares, 1).sqrt();
    return Expr.where(isLine, a.mul(b).sum(axis).div(lengths), 0);
  }

  /**
   * Returns {@code 1 − (2·Σp·t + smooth)/(Σp + Σt + smooth)} over all elements: how little
   * predictions and targets in {@code [0, 1]} overlap (Milletari, Navab and Ahmadi 2016,
   * <i>V-Net</i>, with sums in place of sums of squares).
   *
   * @param smooth keeps it defined where all elements are 0, positive
   * @throws ShapeException if the types differ; nothing is broadcast
   * @throws IllegalArgumentException if {@code smooth} is not positive
   */
  public static Expr dice(Expr probabilities, Expr targets, double smooth) {
    Preconditions.checkArgument(smooth > 0, "dice: smooth must be positive: %s", smooth);
    LossTerms.difference("dice", probabilities, targets);
    Expr overlap = probabilities.mul(targets).sum().mul(2).add(smooth);
    return overlap.div(probabilities.sum().add(targets.sum()).add(smooth)).rsub(1);
  }

  /**
   * Returns the mean of {@code −log softmax(logits)[label]} over the examples, a scalar: the
   * negative log-likelihood of the labels. It does not overflow for large logits; see {@link
   * SoftmaxCrossEntropy}.
   *
   * @param logits {@code […, classes]}, not yet normalised
   * @param labels integers {@code […]} from 0 to {@code classes − 1}
   * @throws ShapeException if there is not one integer label for each row of logits
   */
  public static Expr softmaxCrossEntropy(Expr logits, Expr labels) {
    checkLabels(CROSS_ENTROPY, "logits", logits, labels);
    return softmaxCrossEntropyPerLine(logits, -1, labels).mean();
  }

  /** Checks that there is an integer label for each row of scores. */
  static void checkLabels(String loss, String role, Expr scores, Expr labels) {
    int rank = scores.shape().rank();
    if (rank == 0
        || !labels.dtype().isInteger()
        || !labels.shape().equals(scores.shape().slice(0, rank - 1))) {
      throw new ShapeException(
          loss,
          "needs %s […, classes] and an integer label for each row, […]: %s, %s%s"
              .formatted(
                  role,
                  scores.type(),
                  labels.type(),
                  labels.type().equals(scores.type())
                      ? "; give the number of the class in place of a one-hot row"
                      : labels.dtype().isInteger() ? "" : "; cast the labels"));
    }
  }

  /**
   * Returns {@code −log softmax(logits)[label]} for each line along an axis, which is dropped.
   *
   * @param logits floating, not yet normalised
   * @param labels the index of an element on each line, of the shape of the result
   * @throws ShapeException if there is not one integer label for each line
   */
  public static Expr softmaxCrossEntropyPerLine(Expr logits, int axis, Expr labels) {
    int at = logits.shape().axis(CROSS_ENTROPY, axis);
    return Expr.apply(new SoftmaxCrossEntropy(at), logits, labels);
  }

  /**
   * Returns the mean of {@code −t·ln σ(z) − (1 − t)·ln(1 − σ(z))} over all elements, a scalar, for
   * logits {@code z} and probabilities {@code t} of class 1. It does not overflow for large logits:
   * with {@code softplus(z) = −ln(1 − σ(z))} it is {@code t·softplus(−z) + (1 − t)·softplus(z)},
   * whose derivative is {@code σ(z) − t} at any {@code z}.
   *
   * @param logits {@code […]} or {@code […, 1]}, not yet normalised
   * @param targets 0, 1 or a probability for each logit, of any dtype; a trailing axis of extent 1
   *     of either is ignored
   * @throws ShapeException if there is not one target for each logit
   */
  public static Expr sigmoidCrossEntropy(Expr logits, Expr targets) {
    return LossTerms.sigmoidCrossEntropies(logits, targets).mean();
  }

  /**
   * Returns the mean of {@code −t·ln p − (1 − t)·ln(1 − p)} over all elements, a scalar, for
   * probabilities {@code p} and {@code t} of class 1. The loss of a certain prediction is 0 if it
   * is right and infinite if it is wrong; {@link #sigmoidCrossEntropy} of the logits is always
   * finite.
   *
   * @param probabilities {@code […]} or {@code […, 1]}, from 0 to 1
   * @param targets 0, 1 or a probability for each prediction, of any dtype; a trailing axis of
   *     extent 1 of either is ignored
   * @throws ShapeException if there is not one target for each prediction
   */
  public static Expr binaryCrossEntropy(Expr probabilities, Expr targets) {
    return LossTerms.logLikelihoods(probabilities, targets).mean().neg();
  }

  /**
   * Returns the mean of {@code −Σ t·ln softmax(z)} over the examples, a scalar, for logits {@code
   * z} and the probabilities {@code t} of their classes, such as one-hot rows.
   *
   * @param logits {@code […, classes]}, not yet normalised
   * @param probabilities of the type of the logits, each line of sum 1
   * @throws ShapeException if the types differ, or are those of a scalar
   */
  public static Expr softCrossEntropy(Expr logits, Expr probabilities) {
    LossTerms.difference("softCrossEntropy", logits, probabilities);
    return logits.logSoftmax(-1).mul(probabilities).sum(-1).mean().neg();
  }

  /**
   * Returns the mean of {@code −Σ t'·ln softmax(z)} for the smoothed labels {@code t' = (1 −
   * smoothing)·t + smoothing/classes} (Szegedy et al. 2016, <i>Rethinking the Inception
   * Architecture</i>, section 7).
   *
   * @param logits {@code […, classes]}, not yet normalised
   * @param labels integers {@code […]} from 0 to {@code classes − 1}
   * @param smoothing from 0 to 1
   * @throws ShapeException if there is not one integer label for each row of logits
   * @throws IllegalArgumentException if the smoothing lies outside
   */
  public static Expr softmaxCrossEntropy(Expr logits, Expr labels, double smoothing) {
    Preconditions.checkArgument(
        smoothing >= 0 && smoothing <= 1,
        "softmaxCrossEntropy: the smoothing must lie in [0, 1]: %s",
        smoothing);
    return softmaxCrossEntropy(logits, labels)
        .mul(1 - smoothing)
        .sub(logits.logSoftmax(-1).mean().mul(smoothing));
  }

  /**
   * Returns the mean of {@code −α·(1 − p)^gamma·ln p} for the probability {@code p} that the logits
   * give to the targets, with {@code α = alpha} for class 1 and {@code 1 − alpha} for class 0:
   * right predictions count less (Lin et al. 2017, <i>Focal Loss for Dense Object Detection</i>,
   * equation 5).
   *
   * @param logits {@code […]}, not yet normalised
   * @param targets 0 or 1 for each logit, of any dtype
   * @param gamma the exponent that reduces their weight, at least 0
   * @throws ShapeException if there is not one target for each logit
   * @throws IllegalArgumentException if {@code alpha} is outside of {@code [0, 1]} or {@code gamma}
   *     is negative
   */
  public static Expr focal(Expr logits, Expr targets, double alpha, double gamma) {
    return LossTerms.focalTerms(logits, targets, alpha, gamma).mean();
  }

  /**
   * Returns whether there is one target for each floating prediction; a trailing axis of extent 1
   * of either is ignored.
   */
  public static boolean isPairwise(Expr prediction, Expr targets) {
    return prediction.dtype().isFloating() && withoutUnit(prediction).equals(withoutUnit(targets));
  }

  private static Shape withoutUnit(Expr x) {
    int rank = x.shape().rank();
    return rank > 1 && x.shape().dim(-1) == 1 ? x.shape().slice(0, rank - 1) : x.shape();
  }
}
