// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import dev.adjoint.gradcheck.DerivativeComparison.Opinion;
import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.gradcheck.trace.TangentWalk;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Judges a derivative that a quick estimate did not confirm: by steps of all sizes, by the
 * instructions of the function, by points nearby, and by each op alone.
 */
final class Judge {
  private final Derivative derivative;
  private final Evaluator forward;
  private final NumericDerivative numeric;
  private final Supplier<Optional<TangentWalk>> tangents;
  private final Supplier<Boolean> blame;
  private final RandomGenerator random;

  /**
   * Prepares judgements.
   *
   * @param blame says whether an op on the way is wrong by itself, where the whole proves nothing
   */
  Judge(
      Derivative derivative,
      Evaluator forward,
      NumericDerivative numeric,
      BooleanSupplier blame,
      RandomGenerator random) {
    this.derivative = derivative;
    this.forward = forward;
    this.numeric = numeric;
    this.tangents = Suppliers.memoize(() -> tangents(derivative.arithmetic()));
    this.blame = Suppliers.memoize(blame::getAsBoolean);
    this.random = random;
  }

  private static Optional<TangentWalk> tangents(WorkingPrecision arithmetic) {
    return arithmetic.formulas().tangents(arithmetic.point());
  }

  /**
   * Returns what is to be said of the derivative along a line.
   *
   * @param ruleError what rounding inside the rule does to its derivative
   */
  Opinion opinion(DerivativeComparison comparison, Line line, double byRules, double ruleError) {
    Opinion close = comparison.closely(byRules, numeric.around(line), ruleError, line.magnitude());
    if (close.has(Kind.UNRESOLVED) || close.has(Kind.MISMATCH)) {
      Opinion exact = comparison.exactly(byRules, tangent(line), ruleError, close);
      // At a kink the instructions know one of the slopes: they acquit, but do not condemn.
      close = close.kink() && exact.has(Kind.MISMATCH) ? close : exact;
    }
    boolean wrong = close.has(Kind.MISMATCH);
    if (wrong && close.kink() && isNearby(line, byRules)) {
      return close.accepted();
    }
    boolean doubted =
        (wrong || isFarOff(close)) && derivative.leavesRange(derivative.v(), false)
            || mayBeNobodysFault(close) && !blame.get();
    return doubted ? close.doubted() : close;
  }

  /** Returns the derivative of each weighted output along a line by its instructions, if known. */
  private Optional<double[]> tangent(Line line) {
    double[] v = derivative.v();
    return tangents
        .get()
        .map(walk -> walk.along(line.tangents(derivative.arithmetic().point())))
        .map(dy -> {
          double[] weighted = new double[v.length];
          Arrays.setAll(weighted, k -> dy[k] == 0 ? 0 : v[k] * dy[k]);
          return weighted;
        });
  }

  private boolean isNearby(Line line, double byRules) {
    return Neighbourhood.spans(
        forward, derivative.variables(), line, derivative.v(), byRules, random);
  }

  /**
   * Returns whether a derivative of a derivative is not finite at a point that was not asked for:
   * its terms are products of many large numbers.
   */
  private boolean isFarOff(Opinion opinion) {
    boolean elsewhere = !derivative.subject().place().isGiven();
    return elsewhere && derivative.subject().order() > 1 && opinion.has(Kind.NOT_FINITE);
  }

  /**
   * Returns whether the whole may seem wrong though no op is: where kinks meet, as in {@code
   * relu(x) − relu(−x)}, and at points that were not asked for. At these something may overflow, or
   * terms may meet whose arguments need steps of different sizes.
   */
  private boolean mayBeNobodysFault(Opinion opinion) {
    boolean wrong = opinion.fault().filter(Kind::isWrong).isPresent();
    boolean elsewhere = !derivative.subject().place().isGiven();
    return wrong && (opinion.kink() || elsewhere);
  }
}
