// SPDX-License-Identifier: Apache-2.0
/**
 * The proof that a training step gives the same bits everywhere. {@code ./run bits} starts it.
 *
 * <ul>
 *   <li>{@link dev.adjoint.benchmarks.bits.Bits} is the command: it runs the workloads under every
 *       {@link dev.adjoint.benchmarks.bits.Setting}, each in a process of its own, and compares.
 *   <li>{@link dev.adjoint.benchmarks.bits.BitsServer} is that process.
 * </ul>
 */
@NullMarked
package dev.adjoint.benchmarks.bits;

import org.jspecify.annotations.NullMarked;
