// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * In what arithmetic a function and its gradient are compared: F64 wherever that is possible, since
 * differences of F32 values have few digits left. What F32 does to the gradient is another
 * question, see {@link PrecisionCheck}.
 *
 * @param formulas the function and its gradient
 * @param point a value for each argument
 * @param unit the unit roundoff
 * @param widened whether a function over F32 is evaluated in F64
 */
record WorkingPrecision(
    Formulas formulas, ImmutableList<Tensor> point, double unit, boolean widened) {
  static final double SINGLE = 0x1p-24;

  /** Values in F32 and F64 may be apart by this many times the error that is expected. */
  private static final double SAFETY = 64;

  /** Returns the unit to which the numbers inside the rules are rounded, constants among them. */
  double ruleUnit() {
    return widened ? SINGLE / 4 : unit;
  }

  /**
   * Returns the arithmetic for a function: as it is, if it is over F64, cannot be written over F64,
   * or would take another branch there.
   */
  static WorkingPrecision of(CheckedFunction subject, Formulas formulas, RandomGenerator random) {
    ImmutableList<Tensor> point = subject.point();
    double unit = formulas.unit();
    WorkingPrecision same = new WorkingPrecision(formulas, point, unit, false);
    if (unit < SINGLE) {
      return same;
    }
    ImmutableList<Tensor> widePoint = Formulas.wide(point);
    Optional<Formulas> own = takenAsF64(subject);
    if (own.filter(w -> w.unit() < SINGLE)
        .filter(w -> agree(formulas.forward(point).read(), w, widePoint, random))
        .isPresent()) {
      return new WorkingPrecision(own.get(), widePoint, own.get().unit(), false);
    }
    return formulas
        .wide()
        .filter(w -> agree(formulas.forward(point).read(), w, widePoint, random))
        .map(w -> new WorkingPrecision(w, widePoint, w.unit(), true))
        .orElse(same);
  }

  /**
   * Returns what the rules make of the function when they are asked once more.
   *
   * @throws RuntimeException whatever a rule throws
   */
  Formulas again(CheckedFunction subject, TracedFunction trace) {
    if (widened) {
      return trace.formulas().wide().orElseThrow();
    }
    boolean given = formulas.ys().getFirst().type().equals(trace.ys().getFirst().type());
    return given ? trace.formulas() : new TracedFunction(subject.in(DType.F64)).formulas();
  }

  /** Returns the function of F64 arguments, if it takes them: then no constant of it is rounded. */
  private static Optional<Formulas> takenAsF64(CheckedFunction subject) {
    try {
      return Optional.of(new TracedFunction(subject.in(DType.F64)).formulas());
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  private static boolean agree(
      Reading given, Formulas wide, List<Tensor> point, RandomGenerator random) {
    Reading other = wide.forward(point).read();
    if (given.branch() != other.branch()) {
      return false;
    }
    double[] errors = wide.forwardWalk(point).errors(point, SINGLE, random);
    for (int k = 0; k < errors.length; k++) {
      double apart = Math.abs(given.values()[k] - other.values()[k]);
      double bound =
          SAFETY * (errors[k] + SINGLE * Math.abs(other.values()[k]) + Float.MIN_NORMAL * SINGLE);
      if (!(apart <= bound) || bound == Double.POSITIVE_INFINITY) {
        return false;
      }
    }
    return true;
  }
}
