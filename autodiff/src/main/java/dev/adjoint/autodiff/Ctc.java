// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.util.List;

/**
 * Connectionist temporal classification: how improbable a sequence of labels is, if each step of a
 * longer sequence has probabilities of labels and of a blank, and it is not known which steps a
 * label belongs to (Graves et al. 2006, <i>Connectionist Temporal Classification: Labelling
 * Unsegmented Sequence Data with Recurrent Neural Networks</i>). The labels of all steps make the
 * sequence when repeated ones become one, and then blanks are left out.
 *
 * <p>The sum over all ways is a {@link ControlFlow#scan} along the steps, in logarithms. Its
 * derivatives, of any order, are those of what it computes: the first one by a log-probability is
 * minus the probability that the label stands at this step. It does not take for granted that the
 * probabilities of a step add up to 1, as PyTorch's does.
 */
public final class Ctc {
  private static final String NAME = "ctc";

  /**
   * The logarithm of no probability. Unlike −∞ it has all its derivatives where it meets another;
   * no way through the steps comes near it.
   */
  private static final double LOWEST = -1e30;

  private final Expr logProbabilities;
  private final Expr targets;
  private final Expr inputLengths;
  private final Expr targetLengths;
  private final int blank;
  private final int batch;
  private final int states;

  private Ctc(
      Expr logProbabilities, Expr targets, Expr inputLengths, Expr targetLengths, int blank) {
    this.logProbabilities = logProbabilities;
    this.targets = targets;
    this.inputLengths = inputLengths;
    this.targetLengths = targetLengths;
    this.blank = blank;
    check();
    batch = targets.shape().dim(0);
    states = 2 * targets.shape().dim(1) + 1;
  }

  /**
   * Returns {@code −ln P(targets)} of each example, {@code [batch]}; ∞ with derivative 0 if no way
   * through the steps makes the targets, as when there are too few.
   *
   * @param logProbabilities {@code [batch, steps, labels]}, such as a {@code logSoftmax} gives
   * @param targets I32 or I64 {@code [batch, most targets]}, none of them the blank; what stands
   *     behind those of an example does not count. One outside of the labels makes the run fail
   *     with an {@link IndexOutOfBoundsException}
   * @param inputLengths I32 or I64 {@code [batch]}, how many steps count
   * @param targetLengths I32 or I64 {@code [batch]}, how many targets count
   * @param blank the number of the blank among the labels
   * @param zeroInfinity whether the loss of impossible targets is 0, instead of ∞
   * @throws ShapeException if the types do not fit, or the blank is no label
   */
  public static Expr loss(
      Expr logProbabilities,
      Expr targets,
      Expr inputLengths,
      Expr targetLengths,
      int blank,
      boolean zeroInfinity) {
    Ctc ctc = new Ctc(logProbabilities, targets, inputLengths, targetLengths, blank);
    Expr found = ctc.logProbability();
    double impossible = zeroInfinity ? 0 : Double.POSITIVE_INFINITY;
    return Expr.where(found.less(LOWEST / 2), impossible, found.neg());
  }

  private void check() {
    Shape x = logProbabilities.shape();
    boolean fits =
        logProbabilities.dtype().isFloating()
            && targets.dtype().isInteger()
            && x.rank() == 3
            && targets.shape().rank() == 2
            && targets.shape().dim(0) == x.dim(0)
            && isLengths(inputLengths)
            && isLengths(targetLengths);
    if (!fits) {
      throw new ShapeException(
          NAME,
          "needs log-probabilities [batch, steps, labels], i32 or i64 targets [batch, most targets]"
              + " and lengths [batch] of both, got %s, %s, %s, %s"
                  .formatted(
                      logProbabilities.type(),
                      targets.type(),
                      inputLengths.type(),
                      targetLengths.type()));
    }
    if (blank < 0 || blank >= x.dim(2)) {
      throw new ShapeException(
          NAME, "the blank %s is none of the %s labels of %s".formatted(blank, x.dim(2), x));
    }
  }

  private boolean isLengths(Expr lengths) {
    return lengths.dtype().isInteger()
        && lengths.shape().equals(logProbabilities.shape().slice(0, 1));
  }

  /** Returns the logarithm of the probability that the steps of each example make its targets. */
  private Expr logProbability() {
    Expr labels = labels();
    Expr skips = skips(labels);
    int steps = logProbabilities.shape().dim(1);
    Expr number = Expr.constant(Tensor.arange(DType.I32, steps));
    // Before the first step the way stands at the first state, which is the blank before all.
    Expr begin =
        Expr.full(logProbabilities.type().withShape(Shape.of(batch, 1)), 0)
            .pad(new int[2], new int[] {0, states - 1}, LOWEST);
    Expr lengths = inputLengths.cast(DType.I32).expandDims(1);
    Scanned scanned =
        ControlFlow.scan(
            List.of(begin),
            List.of(logProbabilities.moveAxis(1, 0), number),
            (carry, x) -> {
              Expr before = carry.getFirst();
              Expr two = Expr.where(skips, later(before, 2), LOWEST);
              Expr reached = before.logAddExp(later(before, 1)).logAddExp(two);
              Expr next = reached.add(x.get(0).maximum(LOWEST).takeAlongAxis(1, labels));
              return Scanned.carrying(Expr.where(x.get(1).less(lengths), next, before));
            });
    return ends(scanned.carry().getFirst());
  }

  /** Returns the label of each state: targets with a blank before, between and behind them. */
  private Expr labels() {
    int most = targets.shape().dim(1);
    Expr place = Expr.constant(Tensor.arange(DType.I32, most));
    Expr counts = place.less(targetLengths.cast(DType.I32).expandDims(1));
    Expr blanks = Expr.full(targets.type(), blank);
    Expr own = Expr.where(counts, targets, blanks);
    return Expr.stack(2, blanks, own)
        .reshape(batch, 2 * most)
        .pad(new int[2], new int[] {0, 1}, blank);
  }

  /** Returns where a way may come from the state before the last one: past a blank, to another. */
  private Expr skips(Expr labels) {
    TensorType type = labels.type();
    if (states < 3) {
      return Expr.full(type.withDtype(DType.BOOL), 0);
    }
    Expr other = labels.slice(1, 2, states).notEqual(labels.slice(1, 0, states - 2));
    Expr isLabel =
        labels.slice(1, 2, states).notEqual(Expr.full(TensorType.of(type.dtype()), blank));
    return other.and(isLabel).pad(new int[] {0, 2}, new int[2], 0);
  }

  /** Returns logarithms moved on by some states. */
  private Expr later(Expr x, int by) {
    return states <= by
        ? Expr.full(x.type(), LOWEST)
        : x.slice(1, 0, states - by).pad(new int[] {0, by}, new int[2], LOWEST);
  }

  /** Returns what ends in the last target or in the blank behind it. */
  private Expr ends(Expr x) {
    Expr last = targetLengths.mul(2).expandDims(1);
    Expr blankBehind = x.takeAlongAxis(1, last);
    Expr label = x.takeAlongAxis(1, last.sub(1).maximum(0));
    Expr own = Expr.where(last.greater(0), label, LOWEST);
    return blankBehind.logAddExp(own).squeeze(1);
  }
}
