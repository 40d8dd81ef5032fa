// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.schedule;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.State;

/**
 * A rate that the program around the training sets, between steps or from a listener: what a
 * plateau or a person decides is no expression of the step. Setting it compiles nothing. Optimizers
 * that share it follow it together.
 *
 * @param rate an F64 scalar
 */
public record AdjustableRate(State rate) implements RateSchedule {
  /**
   * Returns a rate to begin with.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public static AdjustableRate of(double rate) {
    return new AdjustableRate(State.of("rate", Tensor.scalar(checked(rate))));
  }

  /**
   * Sets the rate of all steps from the next one on.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public void set(double newRate) {
    rate.set(Tensor.scalar(checked(newRate)));
  }

  /** Returns the present rate. */
  public double get() {
    return rate.value().item();
  }

  @Override
  public Expr at(Expr step) {
    return rate;
  }

  private static double checked(double rate) {
    Preconditions.checkArgument(
        rate >= 0 && Double.isFinite(rate), "schedule: the rate must not be negative: %s", rate);
    return rate;
  }
}
