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
