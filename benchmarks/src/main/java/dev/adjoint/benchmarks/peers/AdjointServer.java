// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import java.io.IOException;

/** The process of Adjoint: serves the workload that it is given by name. */
public final class AdjointServer {
  private AdjointServer() {}

  /** Serves the workload {@code args[0]}; see {@link StepServer}. */
  public static void main(String... args) throws IOException {
    StepServer.serve(args, () -> "Adjoint", Workload::adjoint);
  }
}
