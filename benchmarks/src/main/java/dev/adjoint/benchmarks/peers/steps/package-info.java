// SPDX-License-Identifier: Apache-2.0
/**
 * How Adjoint does each workload: one file each, with the order of its arrays in {@link
 * dev.adjoint.benchmarks.peers.WorkloadData}, which peers repeat. {@code Training} and {@code
 * Calculation} compile what the workloads write down.
 */
@NullMarked
package dev.adjoint.benchmarks.peers.steps;

import org.jspecify.annotations.NullMarked;
