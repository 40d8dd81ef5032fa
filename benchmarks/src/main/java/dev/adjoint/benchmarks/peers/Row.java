// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

/**
 * One line of the table.
 *
 * @param workload what was done
 * @param adjointMicros the median time that Adjoint took for a step, in microseconds
 * @param peer who else did it
 * @param peerMicros the median time that the peer took
 * @param ratio the median of the ratios of Adjoint's time to the peer's, round by round; under 1 is
 *     faster
 */
record Row(String workload, double adjointMicros, String peer, double peerMicros, double ratio) {}
