// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import dev.adjoint.exec.Profile;
import dev.adjoint.exec.plan.Plan;

/** A workload as Adjoint does it: one program, which tells where its time goes. */
public interface AdjointStep extends Step {
  /** Returns what a run does. */
  Plan plan();

  /** Returns how long each step of the plan takes, after some runs of it. */
  Profile profile(int runs);

  /**
   * Returns a hash of all bits of the last run's outputs and of the variables that runs update.
   * Equal hashes mean, as sure as 128 bits can say, equal bits.
   */
  String fingerprint();
}
