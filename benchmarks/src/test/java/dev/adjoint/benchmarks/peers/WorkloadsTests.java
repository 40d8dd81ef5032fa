// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adjoint's steps, held against PyTorch 2.13. */
class WorkloadsTests {

  /** What {@code steps.py torch 2 NAME} says of the initial weights. */
  @ParameterizedTest
  @CsvSource({
    "xor, 0.250152051448822, 0.007359747100599952",
    "mlp-784-128-10, 2.3172736167907715, 0.7880597045883094",
    "mlp-784-512-512-10, 2.3078739643096924, 0.22897269267170428",
    "lenet-5, 2.305731773376465, 0.005909122209431",
    "cnn-32-64, 2.3359782695770264, 0.19582038955891823",
    "lstm, 4.160600185394287, 0.01645286970099844",
    "transformer, 4.323301792144775, 0.24067497469041077",
    "gru-64-128, 4.163842678070068, 0.033368853500453134",
    "attention-masked, 4.157476425170898, 0.0017702679699448647",
    "embedding-classifier, 2.297483205795288, 0.0025364308379344107",
    "cnn-separable, 2.3035173416137695, 0.0005295642076989228",
    "chain, 620123.875, 493.22534732421775",
    "scalar-graph, 1.213185429573059, 936.258056640625",
    "layer-norm, 0.3337896764278412, 0.0005819832957775356",
    "softmax-10000, 11.029610633850098, 0.08839701770572754",
    "logistic-f64, 0.7059126631958073, 0.05319513810102138",
    "mixture-f64, 2.631239290365942, 0.5183104514944133",
    "hessian-vector, 2.2949161529541016, 6.686042600473167",
    "matmul-64, 15.602152824401855, 1003.8395508739763",
    "matmul-128, 31.936006546020508, 4099.13313791684",
    "matmul-256, 63.94182586669922, 16390.820624695923",
    "matmul-512, 127.98713684082031, 65575.94784321253",
    "matmul-1024, 255.8983917236328, 262139.26334910208"
  })
  void firstFiguresAreThoseOfPyTorch(String workload, double loss, double gradientNorm) {
    try (Step step = Workloads.named(workload).adjoint()) {
      Step.Figures figures = step.figures();
      assertThat(figures.loss()).isCloseTo(loss, within(1e-6 * loss));
      assertThat(figures.gradientNorm()).isCloseTo(gradientNorm, within(1e-5 * gradientNorm));
      assertThat(step.figures()).as("once more").isEqualTo(figures);
    }
  }

  /** The loss that {@code steps.py torch 2 NAME} has after three steps of its own optimizer. */
  @ParameterizedTest
  @CsvSource({
    "xor, 0.24994546175003052",
    "mlp-784-128-10, 1.7973875999450684",
    "mlp-784-512-512-10, 1.8283051252365112",
    "lenet-5, 2.2609527111053467",
    "lstm, 4.150135040283203",
    "transformer, 3.9513168334960938",
    "gru-64-128, 4.1446990966796875",
    "attention-masked, 4.13781213760376",
    "embedding-classifier, 2.2885499000549316",
    "cnn-separable, 2.2992136478424072"
  })
  void trainingFollowsPyTorch(String workload, double laterLoss) {
    try (Step step = Workloads.named(workload).adjoint()) {
      for (int i = 0; i < StepServer.STEPS_BEFORE_LATER; i++) {
        step.run();
      }
      assertThat(step.figures().loss()).isCloseTo(laterLoss, within(1e-5 * laterLoss));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chain", "scalar-graph", "hessian-vector", "matmul-64"})
  void calculationsChangeNothing(String workload) {
    try (Step step = Workloads.named(workload).adjoint()) {
      Step.Figures before = step.figures();
      step.run();
      assertThat(step.figures()).isEqualTo(before);
    }
  }

  /** Without dropout PyTorch comes to 2.36835, for all that the figures are without. */
  @Test
  void stepsOfTheCnnDropUnits() {
    try (Step step = Workloads.named("cnn-32-64").adjoint()) {
      for (int i = 0; i < StepServer.STEPS_BEFORE_LATER; i++) {
        step.run();
      }
      assertThat(step.figures().loss()).isBetween(1.5, 2.3);
    }
  }

  @Test
  void namesServeAsArgumentsAndFileContents() {
    assertThat(Workloads.all())
        .extracting(Workload::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9-]+"));
    assertThat(Workloads.all()).extracting(Workload::summary).doesNotHaveDuplicates();
  }

  @Test
  void unknownNameIsAnsweredWithWhatThereIs() {
    assertThatThrownBy(() -> Workloads.named("mlp"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no workload is called 'mlp'; there are xor, mlp-784-128-10, ")
        .hasMessageEndingWith(", matmul-1024");
  }
}
