// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.bits;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.benchmarks.peers.Workloads;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The process of one setting: does some steps of each workload, twice from the same weights, first
 * with cold code and then with hot code, and prints a line each:
 *
 * <pre>{@code
 * WORKLOAD FINGERPRINT-COLD FINGERPRINT-HOT
 * }</pre>
 */
public final class BitsServer {
  /** The system property that has another program run all the time beside the steps. */
  static final String COMPANY = "adjoint.bits.company";

  private BitsServer() {}

  /** Serves: {@code args[0]} is the number of steps, the rest are workloads. */
  public static void main(String... args) throws InterruptedException {
    int steps = Integer.parseInt(args[0]);
    AtomicBoolean done = new AtomicBoolean();
    Thread company = Thread.ofPlatform().unstarted(() -> keepBusy(done));
    if (Boolean.getBoolean(COMPANY)) {
      company.start();
    }
    for (int i = 1; i < args.length; i++) {
      Workload workload = Workloads.named(args[i]);
      System.out.println(
          workload.name()
              + " "
              + fingerprint(workload, steps)
              + " "
              + fingerprint(workload, steps));
    }
    done.set(true);
    company.join();
  }

  /** Returns the fingerprint of a workload's state after some steps from its initial weights. */
  static String fingerprint(Workload workload, int steps) {
    try (AdjointStep step = workload.adjoint()) {
      return fingerprint(step, steps);
    }
  }

  /** Returns the fingerprint of a workload's state after some steps, its first ones. */
  static String fingerprint(AdjointStep step, int steps) {
    for (int i = 0; i < steps; i++) {
      step.run();
    }
    return step.fingerprint();
  }

  private static void keepBusy(AtomicBoolean done) {
    try (AdjointStep step = Workloads.named("mlp-784-128-10").adjoint()) {
      while (!done.get()) {
        step.run();
      }
    }
  }
}
