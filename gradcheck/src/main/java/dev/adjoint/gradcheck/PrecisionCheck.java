// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares the gradient in F32 with that in F64, at the same point: one that F32 holds.
 *
 * <p>How far they may be apart is itself measured: by what rounding to F32 of every number inside
 * the rule does to it, see {@link dev.adjoint.gradcheck.trace.GraphWalk}. So a rule is compared to
 * some tens of units in the last place, cancellation apart.
 */
final class PrecisionCheck {
  private static final double UNIT = 0x1p-24;

  /** A rule of a single step rounds this often. */
  private static final double FEW = 8;

  /** Rounding was measured by moving each number further than rounding does. */
  private static final double SAFETY = 2;

  private static final double VAGUE = 16;
  private static final double MUCH = 0x1p-4;

  /** Powers of two by which cotangents are multiplied, one after the other, until all is finite. */
  private static final int[] SCALES = {0, -24, -64, -100};

  private final Derivative derivative;
  private final CheckLog protocol;
  private final RandomGenerator random;

  PrecisionCheck(Derivative derivative, CheckLog protocol, RandomGenerator random) {
    this.derivative = derivative;
    this.protocol = protocol;
    this.random = random;
  }

  /** Writes down where the gradients differ. */
  void run() {
    CheckedFunction single = derivative.subject().inF32();
    TracedFunction trace;
    try {
      trace = new TracedFunction(single);
    } catch (RuntimeException e) {
      protocol.note(
          "not compared with F32, which the function does not take: " + RuleFailure.message(e));
      return;
    }
    Formulas formulas;
    try {
      formulas = trace.formulas();
    } catch (RuntimeException e) {
      protocol.find(Kind.BROKEN_RULE, "the rule fails in F32: " + RuleFailure.describe(e));
      return;
    }
    Reading here = formulas.forward(single.point()).read();
    if (!isFinite(here.values())) {
      protocol.note("not compared with F32, in which the function is not finite at the point");
    } else if (branch(single.point()) != here.branch()) {
      protocol.note("not compared with F32, in which the function takes another branch");
    } else {
      compare(formulas, single.point());
    }
  }

  /** Returns the branch that the function takes in F64 at a point that F32 holds. */
  private long branch(List<Tensor> point) {
    return derivative.arithmetic().formulas().forward(Formulas.wide(point)).read().branch();
  }

  /** Compares with cotangents that overflow in no rule, if there are any. */
  private void compare(Formulas formulas, List<Tensor> point) {
    double[] plain = Cotangents.plain(derivative.v().length, random);
    for (int scale : SCALES) {
      double[] v = Arrays.stream(plain).map(x -> Math.scalb(x, scale)).toArray();
      derivative.backward().setFrom(point.size(), v);
      List<Tensor> all =
          Stream.concat(point.stream(), Cotangents.tensors(formulas.ys(), v).stream()).toList();
      double[] f32 = formulas.backward(all).run();
      if (isFinite(f32) || scale == SCALES[SCALES.length - 1]) {
        compare(f32, point, v, Math.scalb((double) Float.MAX_VALUE, scale));
        break;
      }
    }
  }

  /**
   * Compares gradients.
   *
   * @param most beyond this a derivative is too large for F32, whatever the cotangent
   */
  private void compare(double[] f32, List<Tensor> point, double[] v, double most) {
    double[] f64 = at(point);
    double[] bound = new double[f64.length];
    Arrays.setAll(bound, i -> UNIT * (FEW * Math.abs(f64[i]) + Float.MIN_NORMAL));
    if (!isWithin(f32, f64, bound)) {
      double[] errors = derivative.ruleErrors(v, UNIT);
      // What rounding moves by much of what it is may move further: it was tried a few times only.
      Arrays.setAll(
          bound,
          i -> bound[i] + (errors[i] > MUCH * Math.abs(f64[i]) ? VAGUE : SAFETY) * errors[i]);
    }
    for (int i = 0; i < bound.length; i++) {
      bound[i] = Math.abs(f64[i]) <= most ? bound[i] : Double.POSITIVE_INFINITY;
    }
    Variables variables = derivative.variables();
    int worst = -1;
    int wrong = 0;
    for (int i = 0; i < f32.length; i++) {
      if (!isWithin(f32[i], f64[i], bound[i])) {
        wrong++;
        if (worst < 0 || Math.abs(f32[i] - f64[i]) > Math.abs(f32[worst] - f64[worst])) {
          worst = i;
        }
      }
    }
    boolean further = !derivative.subject().place().isGiven() || derivative.subject().order() > 1;
    if (wrong > 0 && (further || isFinite(f32)) && leavesRange(point, v)) {
      protocol.find(
          Kind.UNRESOLVED,
          "the gradient%s cannot be compared with F32, whose range numbers inside the rules leave"
              .formatted(derivative.where()));
    } else if (wrong > 0) {
      protocol.find(
          Kind.F32_DIFFERS,
          String.format(
              Locale.ROOT,
              "the gradient in F32 differs from that in F64 in %s of %s entries, most by %s at %s:"
                  + " %.10g, not %.10g ± %.2g",
              wrong,
              f32.length,
              variables.label(variables.owner(worst)),
              variables.index(worst),
              f32[worst],
              f64[worst],
              bound[worst]));
    }
  }

  private boolean leavesRange(List<Tensor> point, double[] v) {
    Formulas formulas = derivative.arithmetic().formulas();
    List<Tensor> all =
        Stream.concat(Formulas.wide(point).stream(), Cotangents.tensors(formulas.ys(), v).stream())
            .toList();
    return formulas.backwardWalk(all).leavesRange(all, true);
  }

  private static boolean isWithin(double[] f32, double[] f64, double[] bound) {
    return IntStream.range(0, f32.length).allMatch(i -> isWithin(f32[i], f64[i], bound[i]));
  }

  private static boolean isWithin(double f32, double f64, double bound) {
    return Math.abs(f32 - f64) <= bound || bound == Double.POSITIVE_INFINITY;
  }

  /** Returns the F64 gradient at a point in F32. */
  private double[] at(List<Tensor> point) {
    derivative.backward().moveTo(point);
    double[] gradient = derivative.backward().run();
    derivative.backward().moveTo(derivative.arithmetic().point());
    return gradient;
  }

  private static boolean isFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }
}
