// SPDX-License-Identifier: Apache-2.0
/**
 * Rates that change from step to step: {@link dev.adjoint.nn.schedule.RateSchedule} as an
 * expression of the step, {@link dev.adjoint.nn.schedule.AdjustableRate} as a number that is set
 * from outside.
 */
@NullMarked
package dev.adjoint.nn.schedule;

import org.jspecify.annotations.NullMarked;
