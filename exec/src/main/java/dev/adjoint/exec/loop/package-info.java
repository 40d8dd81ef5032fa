// SPDX-License-Identifier: Apache-2.0
/**
 * What the steps of a plan do to memory: {@link dev.adjoint.exec.loop.StepCode} for each kind of
 * op, and the loops over primitive arrays under it. Nothing here allocates while it runs.
 */
@NullMarked
package dev.adjoint.exec.loop;

import org.jspecify.annotations.NullMarked;
