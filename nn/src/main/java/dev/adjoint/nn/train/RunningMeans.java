// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;

/** Means of the outputs of programs, weighted by the rows of their batches. */
final class RunningMeans {
  private final ImmutableList<String> names;
  private final double[] sums;
  private long rows;

  RunningMeans(List<String> names) {
    this.names = ImmutableList.copyOf(names);
    this.sums = new double[names.size()];
  }

  /** Adds the outputs of a program that has run. */
  void add(BatchRunner runner) {
    rows += runner.rows();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += runner.item(i) * runner.rows();
    }
  }

  /** Forgets everything. */
  void clear() {
    rows = 0;
    Arrays.fill(sums, 0);
  }

  /** Returns the means by name. */
  ImmutableMap<String, Double> means() {
    ImmutableMap.Builder<String, Double> means = ImmutableMap.builder();
    for (int i = 0; i < sums.length; i++) {
      means.put(names.get(i), sums[i] / rows);
    }
    return means.buildOrThrow();
  }
}
