// SPDX-License-Identifier: Apache-2.0
/**
 * Single ops, each forward with its gradient, beside PyTorch and JAX: {@code ./run peers ops}.
 * {@link dev.adjoint.benchmarks.peers.ops.OpCases} lists them, {@link
 * dev.adjoint.benchmarks.peers.ops.OpsPeers} is the command. Each contender has one process for all
 * ops, {@link dev.adjoint.benchmarks.peers.ops.OpsServer} that of Adjoint and {@code ops.py} those
 * of the peers.
 */
@NullMarked
package dev.adjoint.benchmarks.peers.ops;

import org.jspecify.annotations.NullMarked;
