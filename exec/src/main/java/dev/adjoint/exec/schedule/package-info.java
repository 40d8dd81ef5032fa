// SPDX-License-Identifier: Apache-2.0
/**
 * From a graph to a plan: {@link dev.adjoint.exec.schedule.Scheduler} finds the order of the steps,
 * {@link dev.adjoint.exec.schedule.Liveness} how long each value is needed, {@link
 * dev.adjoint.exec.schedule.BufferAssignment} which values share memory, {@link
 * dev.adjoint.exec.schedule.OffsetAssignment} where it lies; {@link
 * dev.adjoint.exec.schedule.PlanAssembler} assembles the plan.
 */
@NullMarked
package dev.adjoint.exec.schedule;

import org.jspecify.annotations.NullMarked;
