// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.exec.CompileOptions;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that {@link GoldenPlans} need every pass: one that does nothing any more is noticed. */
final class PassPlanTests {
  static Set<String> passes() {
    return CompileOptions.passes();
  }

  @ParameterizedTest
  @MethodSource("passes")
  void withoutAPassAPlanIsAnother(String pass) {
    assertThat(GoldenPlans.workloads())
        .as("workloads that are compiled to another plan without %s", pass)
        .anyMatch(workload -> isChanged(workload, pass));
  }

  private static boolean isChanged(Workload workload, String off) {
    return !GoldenPlans.plan(workload, off).equals(GoldenPlans.golden(workload));
  }
}
