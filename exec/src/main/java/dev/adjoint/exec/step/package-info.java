// SPDX-License-Identifier: Apache-2.0
/**
 * The execution of plans: {@link dev.adjoint.exec.step.StepCode} for each kind of op, {@link
 * dev.adjoint.exec.step.BoundStep} on particular memory, {@link dev.adjoint.exec.step.Executable}
 * for a whole plan and {@link dev.adjoint.exec.step.Frame} for a run of it. Nothing here allocates
 * while it runs.
 */
@NullMarked
package dev.adjoint.exec.step;

import org.jspecify.annotations.NullMarked;
