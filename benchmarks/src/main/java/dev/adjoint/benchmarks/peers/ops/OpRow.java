// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.ops;

import com.google.common.collect.ImmutableMap;
import java.util.Collections;

/**
 * A line of the table.
 *
 * @param name the op with its size
 * @param adjoint the microseconds of Adjoint
 * @param peers the microseconds of each peer, by name
 */
record OpRow(String name, double adjoint, ImmutableMap<String, Double> peers) {
  /** Returns Adjoint's time by that of the better peer. */
  double ratio() {
    return adjoint / Collections.min(peers.values());
  }
}
