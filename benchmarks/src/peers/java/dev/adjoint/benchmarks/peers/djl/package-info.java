// SPDX-License-Identifier: Apache-2.0
/**
 * How DJL with PyTorch does each workload, as its users would write it: blocks and a {@code
 * Trainer} where there is something to train, {@code NDArray} where there is not. Compiled only
 * with the Maven profile {@code peers}.
 *
 * <p>Arrays of a step are attached to a manager that lives for that step, as DJL asks for; or else
 * memory outside of the heap grows.
 */
@NullMarked
package dev.adjoint.benchmarks.peers.djl;

import org.jspecify.annotations.NullMarked;
