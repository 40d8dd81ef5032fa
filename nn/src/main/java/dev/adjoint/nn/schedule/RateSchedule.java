// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.schedule;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;

/**
 * The rate of each step, as an expression of the number of the step. The program of a training
 * holds the expression and counts its steps itself, so a changing rate compiles nothing again and
 * costs a few operations on single numbers. A rate of a user's own is a lambda: {@code step ->
 * step.add(1).sqrt().rdiv(0.1)}.
 */
@FunctionalInterface
public interface RateSchedule {
  /**
   * Returns the rate of a step, an F64 scalar.
   *
   * @param step how many steps were taken before it, from 0, an F64 scalar
   */
  Expr at(Expr step);

  /**
   * Returns the same rate at all steps.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  static RateSchedule constant(double rate) {
    check(rate > 0 && Double.isFinite(rate), "the rate must be positive", rate);
    return _ -> Expr.constant(DType.F64, rate);
  }

  /**
   * Returns {@code rate·factor^⌊step/every⌋}: the rate falls by a factor every so many steps.
   *
   * @throws IllegalArgumentException if rate, factor or {@code every} is not positive
   */
  static RateSchedule stepDecay(double rate, double factor, int every) {
    RateSchedule smooth = exponential(rate, factor, every);
    return step -> smooth.at(step.div(every).floor().mul(every));
  }

  /**
   * Returns {@code rate·factor^(step/every)}: {@link #stepDecay} without its jumps.
   *
   * @throws IllegalArgumentException if rate, factor or {@code every} is not positive
   */
  static RateSchedule exponential(double rate, double factor, int every) {
    check(rate > 0 && Double.isFinite(rate), "the rate must be positive", rate);
    check(factor > 0, "the factor must be positive", factor);
    check(every > 0, "the number of steps must be positive", every);
    return step -> Expr.constant(DType.F64, factor).pow(step.div(every)).mul(rate);
  }

  /**
   * Returns {@code rate/(1 + decay·step)}, as stochastic approximation has it (Robbins and Monro
   * 1951).
   *
   * @throws IllegalArgumentException if the rate is not positive or the decay negative
   */
  static RateSchedule inverseTime(double rate, double decay) {
    check(rate > 0 && Double.isFinite(rate), "the rate must be positive", rate);
    check(decay >= 0, "the decay must not be negative", decay);
    return step -> step.mul(decay).add(1).rdiv(rate);
  }

  /**
   * Returns {@code end + (start − end)·(1 + cos(π·step/steps))/2}, and {@code end} after {@code
   * steps} (Loshchilov and Hutter 2017, <i>SGDR: Stochastic Gradient Descent with Warm
   * Restarts</i>, equation 5).
   *
   * @param start the rate of the first step
   * @param end the last rate
   * @param steps how many steps it takes
   * @throws IllegalArgumentException if {@code steps} is not positive, or a rate is negative
   */
  static RateSchedule cosine(double start, double end, int steps) {
    check(start >= 0 && end >= 0, "rates must not be negative", Math.min(start, end));
    check(steps > 0, "the number of steps must be positive", steps);
    return step ->
        step.minimum(steps).mul(Math.PI / steps).cos().add(1).mul((start - end) / 2).add(end);
  }

  /**
   * Returns {@link #cosine} from its start again and again: the first period has {@code period}
   * steps, each further one {@code growth} times as many (Loshchilov and Hutter 2017).
   *
   * @param growth 1 for periods of one length
   * @throws IllegalArgumentException if a rate is negative, {@code period} not positive or {@code
   *     growth} less than 1
   */
  static RateSchedule cosineRestarts(double start, double end, int period, int growth) {
    RateSchedule once = cosine(start, end, 1);
    check(period > 0, "the number of steps must be positive", period);
    check(growth >= 1, "the growth must be 1 at least", growth);
    if (growth == 1) {
      return step -> once.at(step.div(period).sub(step.div(period).floor()));
    }
    return step -> {
      // The first n periods have period·(growthⁿ − 1)/(growth − 1) steps. The logarithm of a step
      // that begins a period may fall short of n by its rounding.
      Expr periods =
          step.mul((growth - 1.0) / period).log1p().div(StrictMath.log(growth)).add(1e-9).floor();
      Expr longer = Expr.constant(DType.F64, growth).pow(periods);
      Expr begun = longer.sub(1).mul(period / (growth - 1.0));
      return once.at(step.sub(begun).div(longer.mul(period)));
    };
  }

  /**
   * Returns {@code rate·factor^n} after {@code n} of the given steps.
   *
   * @param steps the steps from which on the rate is lower, growing
   * @throws IllegalArgumentException if rate or factor is not positive, or the steps do not grow
   */
  static RateSchedule multiStep(double rate, double factor, int... steps) {
    check(rate > 0 && Double.isFinite(rate), "the rate must be positive", rate);
    check(factor > 0, "the factor must be positive", factor);
    int[] from = steps.clone();
    for (int i = 0; i < from.length; i++) {
      check(from[i] > (i == 0 ? 0 : from[i - 1]), "the steps must grow from above 0", from[i]);
    }
    return step -> {
      Expr now = Expr.constant(DType.F64, rate);
      for (int first : from) {
        now = Expr.where(step.less(first), now, now.mul(factor));
      }
      return now;
    };
  }

  /**
   * Returns {@code (start − end)·(1 − step/steps)^power + end}, and {@code end} after {@code
   * steps}.
   *
   * @throws IllegalArgumentException if a rate is negative, or {@code steps} or {@code power} not
   *     positive
   */
  static RateSchedule polynomial(double start, double end, int steps, double power) {
    check(start >= 0 && end >= 0, "rates must not be negative", Math.min(start, end));
    check(steps > 0, "the number of steps must be positive", steps);
    check(power > 0, "the power must be positive", power);
    return step -> step.minimum(steps).div(steps).rsub(1).pow(power).mul(start - end).add(end);
  }

  /**
   * Returns a rate that rises linearly for {@code warmUp} steps to {@code peak} and then falls as
   * {@code peak·√(warmUp/(step + 1))} (Vaswani et al. 2017, <i>Attention Is All You Need</i>,
   * equation 3).
   *
   * @throws IllegalArgumentException if the peak or {@code warmUp} is not positive
   */
  static RateSchedule inverseSquareRoot(double peak, int warmUp) {
    check(peak > 0 && Double.isFinite(peak), "the rate must be positive", peak);
    check(warmUp > 0, "the number of steps must be positive", warmUp);
    return step -> {
      Expr t = step.add(1).div(warmUp);
      return t.minimum(t.sqrt().rdiv(1)).mul(peak);
    };
  }

  /**
   * Returns a rate that goes up from {@code low} to {@code high} in {@code half} steps and down in
   * as many, again and again (Smith 2017, <i>Cyclical Learning Rates</i>, the triangular policy).
   *
   * @throws IllegalArgumentException if the rates are not positive and growing, or {@code half} is
   *     not positive
   */
  static RateSchedule cyclical(double low, double high, int half) {
    check(low > 0 && low < high, "the lower rate must be positive and below the other", low);
    check(half > 0, "the number of steps must be positive", half);
    return step -> {
      Expr cycles = step.div(2.0 * half);
      Expr within = cycles.sub(cycles.floor()).mul(2);
      return within.sub(1).abs().rsub(1).mul(high - low).add(low);
    };
  }

  /**
   * Returns one cycle: along a cosine up from {@code peak/25} in the first three tenths of the
   * steps, then down to {@code peak/250000} (Smith and Topin 2018, <i>Super-Convergence</i>; the
   * shares are those of PyTorch's {@code OneCycleLR}).
   *
   * @param steps how many steps the cycle has
   * @throws IllegalArgumentException if the peak is not positive, or there are fewer than 4 steps
   */
  static RateSchedule oneCycle(double peak, int steps) {
    check(peak > 0, "the rate must be positive", peak);
    check(steps >= 4, "one cycle takes 4 steps at least", steps);
    int up = Math.max(1, (int) Math.round(0.3 * steps) - 1);
    RateSchedule rising = cosine(peak / 25, peak, up);
    return rising.then(up, cosine(peak, peak / 250_000, steps - 1 - up));
  }

  /**
   * Returns this after a linear rise: {@code this.at(0)·(step + 1)/steps} in the first {@code
   * steps} steps, then this from its beginning (Goyal et al. 2017, <i>Accurate, Large Minibatch
   * SGD</i>).
   *
   * @throws IllegalArgumentException if {@code steps} is not positive
   */
  default RateSchedule warmUp(int steps) {
    check(steps > 0, "the number of steps must be positive", steps);
    RateSchedule rise = step -> step.add(1).div(steps).mul(at(Expr.constant(DType.F64, 0)));
    return rise.then(steps, this);
  }

  /**
   * Returns this for a number of steps, then another one from its beginning.
   *
   * @param steps how many steps are those of this
   */
  default RateSchedule then(int steps, RateSchedule next) {
    return step -> Expr.where(step.less(steps), at(step), next.at(step.sub(steps)));
  }

  private static void check(boolean condition, String rule, double value) {
    Preconditions.checkArgument(condition, "schedule: %s: %s", rule, value);
  }
}
