// SPDX-License-Identifier: Apache-2.0
/**
 * Threads for kernels: {@link dev.adjoint.exec.workers.WorkerPool}, which runs the pieces of a
 * kernel on a fixed number of them.
 */
@NullMarked
package dev.adjoint.exec.workers;

import org.jspecify.annotations.NullMarked;
