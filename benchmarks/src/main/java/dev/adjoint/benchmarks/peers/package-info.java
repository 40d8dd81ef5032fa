// SPDX-License-Identifier: Apache-2.0
/**
 * The side-by-side runs: whole training steps of Adjoint and of peers, timed in turn. {@code ./run
 * peers} starts them.
 *
 * <ul>
 *   <li>{@link dev.adjoint.benchmarks.peers.Peers} is the command, {@link
 *       dev.adjoint.benchmarks.peers.Contest} what it does for one workload.
 *   <li>Each contender works in a process of its own, {@link
 *       dev.adjoint.benchmarks.peers.Contender}, which serves a {@link
 *       dev.adjoint.benchmarks.peers.Step} through {@link dev.adjoint.benchmarks.peers.StepServer}:
 *       so no contender warms, fills or upsets the machine of another, and a row means the same
 *       alone and among others.
 *   <li>{@link dev.adjoint.benchmarks.peers.WorkloadData} has the data and the initial weights, the
 *       same for all.
 *   <li>{@link dev.adjoint.benchmarks.peers.ContestReport} writes what came out.
 * </ul>
 */
@NullMarked
package dev.adjoint.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
