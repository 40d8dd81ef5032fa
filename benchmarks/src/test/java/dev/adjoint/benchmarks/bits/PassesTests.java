// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.benchmarks.peers.Workloads;
import dev.adjoint.benchmarks.peers.steps.LstmNetwork;
import dev.adjoint.benchmarks.peers.steps.ScalarGraph;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.graph.LeafOp;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole training steps with passes switched off, one at a time and all at once. */
final class PassesTests {
  private static final int STEPS = 2;

  /** The passes that may compute in another way, within a stated bound; all others are exact. */
  private static final ImmutableSet<String> INEXACT =
      ImmutableSet.of("expand", "factors", "batch-accumulations");

  @AfterEach
  void switchOnAgain() {
    System.clearProperty(CompileOptions.PASSES_OFF_PROPERTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xor",
        "mlp-784-128-10",
        "lenet-5",
        "cnn-32-64",
        "lstm",
        "transformer",
        "scalar-graph"
      })
  void exactPassesChangeNoBit(String name) {
    Workload workload = workload(name);
    switchOff(INEXACT);
    try (AdjointStep all = workload.adjoint()) {
      String expected = BitsServer.fingerprint(all, STEPS);
      int changed = 0;
      for (String pass : CompileOptions.passes()) {
        switchOff(Sets.union(INEXACT, ImmutableSet.of(pass)));
        try (AdjointStep without = workload.adjoint()) {
          if (!isTheSame(all.plan(), without.plan(), pass)) {
            changed++;
            assertThat(BitsServer.fingerprint(without, STEPS))
                .as("without %s", pass)
                .isEqualTo(expected);
          }
        }
      }
      assertThat(changed).as("passes that change the plan").isGreaterThan(1);
      switchOff(CompileOptions.passes());
      assertThat(BitsServer.fingerprint(workload, STEPS)).as("without any").isEqualTo(expected);
    }
  }

  /**
   * Returns whether the same code runs without a pass. A plan says all that is done, but not how
   * its loops come about, nor how constants that a program computes once are computed.
   */
  private static boolean isTheSame(Plan with, Plan without, String pass) {
    return without.equals(with)
        && !pass.equals("emit")
        && with.constants().stream().noneMatch(c -> c instanceof LeafOp.Bound);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp-784-128-10", "lstm", "transformer"})
  void inexactPassesChangeTheLastDigitsOnly(String name) {
    Step.Figures with = figures(workload(name));
    for (String pass : INEXACT) {
      switchOff(ImmutableSet.of(pass));
      Step.Figures without = figures(workload(name));
      assertThat(without.loss()).as("%s", pass).isEqualTo(with.loss(), within(2e-6 * with.loss()));
      assertThat(without.gradientNorm())
          .as("%s", pass)
          .isEqualTo(with.gradientNorm(), within(1e-5 * with.gradientNorm()));
    }
  }

  /**
   * Returns a workload, those of many equal parts with fewer of them: compiled 27 times, they take
   * most of the time, and every pass that changes the plan of the whole changes that of the part.
   */
  private static Workload workload(String name) {
    return switch (name) {
      case "lstm" -> new LstmNetwork(8);
      case "scalar-graph" -> new ScalarGraph(100);
      default -> Workloads.named(name);
    };
  }

  private static Step.Figures figures(Workload workload) {
    try (AdjointStep step = workload.adjoint()) {
      return step.figures();
    }
  }

  private static void switchOff(Set<String> passes) {
    System.setProperty(CompileOptions.PASSES_OFF_PROPERTY, String.join(",", passes));
  }
}
