// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

/**
 * How long things take.
 *
 * @param warmUp seconds of steps that each contender does before it is timed
 * @param rounds how often each contender is timed, in turn
 * @param block seconds of steps that it does each time
 */
record TimingPlan(double warmUp, int rounds, double block) {}
