// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.benchmarks.peers.Workload;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the plans of whole training steps with {@link GoldenPlans}. */
final class GoldenPlanTests {
  static List<Workload> workloads() {
    return GoldenPlans.workloads();
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void aTrainingStepIsCompiledToThePlanThatIsKept(Workload workload) {
    String plan = GoldenPlans.plan(workload);
    GoldenPlans.rewrite(workload, plan);
    assertThat(plan).as(workload.name()).isEqualTo(GoldenPlans.golden(workload));
  }
}
