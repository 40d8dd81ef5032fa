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
 * <p>How far they may be apart is itself measured: a stable rule errs about as much as if its
 * inputs had been rounded (Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section
 * 1.5), so the F64 gradient is evaluated at such inputs. Added to that is the rounding of a sum
 * over the outputs; and where that does not suffice, what rounding to F32 of every number inside
 * the rule does to it, since these may be larger than both the inputs and the outputs.
 */
final class PrecisionCheck {
  private static final double UNIT = 0x1p-24;
  private static final int PROBES = 4;
  private static final double SAFETY = 16;

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
    double[] f64 = at(point, 0);
    double[] bound = bound(f64, point);
    for (int i = 0; i < bound.length; i++) {
      bound[i] = Math.abs(f64[i]) <= most ? bound[i] : Double.POSITIVE_INFINITY;
    }
    if (!isWithin(f32, f64, bound)) {
      double[] errors = derivative.ruleErrors(v, UNIT);
      Arrays.setAll(bound, i -> bound[i] + SAFETY * errors[i]);
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
    if (wrong > 0 && Arrays.stream(f32).allMatch(Double::isFinite) && leavesRange(point, v)) {
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

  private double[] bound(double[] f64, List<Tensor> point) {
    double[] bound = new double[f64.length];
    for (int probe = 0; probe < PROBES; probe++) {
      double[] near = at(point, 4 * UNIT);
      for (int i = 0; i < bound.length; i++) {
        double moved = SAFETY * Math.abs(near[i] - f64[i]);
        bound[i] = Math.max(bound[i], Double.isNaN(moved) ? Double.POSITIVE_INFINITY : moved);
      }
    }
    int roundings = derivative.roundings() + derivative.base().length;
    for (int i = 0; i < bound.length; i++) {
      bound[i] += UNIT * (roundings * Math.abs(f64[i]) + Float.MIN_NORMAL);
    }
    return bound;
  }

  /** Returns the F64 gradient near a point, off by at most a relative {@code spread}. */
  private double[] at(List<Tensor> point, double spread) {
    Evaluator backward = derivative.backward();
    for (int i = 0; i < point.size(); i++) {
      Tensor t = point.get(i);
      for (int j = 0; j < t.size() && t.dtype().isFloating(); j++) {
        double factor = 1 + spread * (2 * random.nextDouble() - 1);
        backward.set(i, j, t.buffer().getDouble(j) * factor);
      }
    }
    return backward.run();
  }

  private static boolean isFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }
}
