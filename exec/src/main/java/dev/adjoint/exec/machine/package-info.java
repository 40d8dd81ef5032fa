// SPDX-License-Identifier: Apache-2.0
/**
 * The resources of the machine: {@link dev.adjoint.exec.machine.VectorSupport} tells how wide
 * vectors are, {@link dev.adjoint.exec.machine.WorkerPool} runs the pieces of a kernel on a fixed
 * number of threads; {@link dev.adjoint.exec.machine.CacheSizes} says which caches work is cut for;
 * {@link dev.adjoint.exec.machine.SliceCopy} copies rows that may come from memory.
 */
@NullMarked
package dev.adjoint.exec.machine;

import org.jspecify.annotations.NullMarked;
