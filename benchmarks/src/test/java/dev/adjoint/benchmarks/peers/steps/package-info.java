// SPDX-License-Identifier: Apache-2.0
/** Workloads that are no match with peers: tests look at how they are compiled. */
@NullMarked
package dev.adjoint.benchmarks.peers.steps;

import org.jspecify.annotations.NullMarked;
