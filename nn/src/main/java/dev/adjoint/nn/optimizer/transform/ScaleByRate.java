// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Multiplies by the rate of the step: {@code s = rate(t)·g}. It ends a chain: its steps are
 * subtracted from the parameters.
 *
 * @param rate the rate of each step
 */
public record ScaleByRate(RateSchedule rate) implements GradientTransform {
  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    return new Transformed(g.scale(rate.at(state.step())), state);
  }
}
