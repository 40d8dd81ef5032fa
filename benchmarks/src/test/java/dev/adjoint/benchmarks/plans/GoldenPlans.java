// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.plans;

import com.google.common.collect.ImmutableList;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.benchmarks.peers.Workloads;
import dev.adjoint.benchmarks.peers.steps.BagOfWords;
import dev.adjoint.benchmarks.peers.steps.ClampedNetwork;
import dev.adjoint.benchmarks.peers.steps.GaussianLikelihood;
import dev.adjoint.benchmarks.peers.steps.Gru;
import dev.adjoint.benchmarks.peers.steps.MaskedAttention;
import dev.adjoint.benchmarks.peers.steps.SeparableConvolution;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.machine.VectorSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The plans that are kept as text in {@code src/test/resources/golden}. Run the tests with {@code
 * -Dadjoint.golden=rewrite} to write the files anew, then look at the difference: it is what a
 * change of the compiler does to whole networks.
 *
 * <p>They are plans for vectors of 256 bits, whatever the machine has: operands that are packed in
 * advance have the width of the vectors in their shape.
 */
final class GoldenPlans {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final String WIDTH = "256";

  private static final ImmutableList<Workload> WORKLOADS =
      ImmutableList.of(
          Workloads.named("xor"),
          Workloads.named("chain"),
          Workloads.named("mlp-784-128-10"),
          Workloads.named("mlp-784-512-512-10"),
          new GaussianLikelihood(),
          new ClampedNetwork(),
          new BagOfWords(),
          new MaskedAttention(),
          new SeparableConvolution(),
          new Gru(),
          Workloads.named("lenet-5"),
          Workloads.named("cnn-32-64"),
          Workloads.named("transformer"),
          Workloads.named("scalar-graph"),
          Workloads.named("lstm"));

  private GoldenPlans() {}

  /** Returns the workloads, those first that compile fastest. */
  static ImmutableList<Workload> workloads() {
    return WORKLOADS;
  }

  /** Returns the text of the plan that a workload is compiled to without some passes. */
  static String plan(Workload workload, String... off) {
    String passes = String.join(",", off);
    String widthBefore = System.getProperty(VectorSupport.WIDTH_PROPERTY);
    System.setProperty(VectorSupport.WIDTH_PROPERTY, WIDTH);
    System.setProperty(CompileOptions.PASSES_OFF_PROPERTY, passes);
    try (AdjointStep step = workload.adjoint()) {
      return workload.summary() + "\n\n" + PlanText.of(step.plan());
    } finally {
      System.clearProperty(CompileOptions.PASSES_OFF_PROPERTY);
      if (widthBefore == null) {
        System.clearProperty(VectorSupport.WIDTH_PROPERTY);
      } else {
        System.setProperty(VectorSupport.WIDTH_PROPERTY, widthBefore);
      }
    }
  }

  /** Returns the text that is kept of a workload's plan. */
  static String golden(Workload workload) {
    try {
      return Files.readString(file(workload));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps a text as a workload's plan if the tests are run to write the files anew. */
  static void rewrite(Workload workload, String plan) {
    if (System.getProperty("adjoint.golden", "").equals("rewrite")) {
      try {
        Files.createDirectories(FOLDER);
        Files.writeString(file(workload), plan);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Path file(Workload workload) {
    return FOLDER.resolve(workload.name() + ".plan.txt");
  }
}
