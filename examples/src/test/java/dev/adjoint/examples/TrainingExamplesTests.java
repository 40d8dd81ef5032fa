// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of neurons, gradients and trainings, in a short form: what comes out. */
class TrainingExamplesTests {
  @TempDir private Path folder = Path.of("");

  private Outcome run(Object program, String... args) {
    return ExampleRun.of(program, folder, args);
  }

  @Test
  void aPerceptronEndsWhereALinePartsTheKinds() throws IOException {
    Outcome outcome =
        run(new IrisPerceptron(), "--epochs", "8", "--data", ExampleRun.irises(folder));
    assertThat(outcome.linesOf("setosa and versicolor").getFirst()).endsWith(", 0, 0]");
    assertThat(outcome.linesOf("versicolor and virginica").getFirst()).doesNotContain(" 0");
    assertThat(outcome.linesOf("  misread in the end").getFirst()).endsWith(" 0");
    ExampleRun.assertDrawn(folder, "boundaries.png");
  }

  @Test
  void aSigmoidNeuronTellsIrisesApart() throws IOException {
    Outcome outcome =
        run(new IrisSigmoid(), "--epochs", "400", "--data", ExampleRun.irises(folder));
    assertThat(outcome.number("loss ")).isGreaterThan(0.9);
    assertThat(outcome.linesOf("epoch")).hasSize(4);
    ExampleRun.assertDrawn(folder, "probabilities.png");
  }

  @Test
  void aMissingFileIsNamedWithWhereToGetIt() {
    Outcome outcome = Outcome.of(new IrisSigmoid(), "--data", folder.toString());
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .containsExactly(
            "sigmoid-neuron: "
                + folder.resolve("iris-full.tsv")
                + ": there is no such file; get it from"
                + " https://github.com/dotnet/machinelearning-samples (datasets/iris-full.txt) and"
                + " name its folder with --data");
  }

  @Test
  void aFaultyFileOfIrisesIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("iris-full.tsv"), "#Label\n0\t1\n");
    assertThat(Outcome.of(new IrisSigmoid(), "--data", folder.toString()).err())
        .containsExactly(
            "sigmoid-neuron: "
                + file
                + ": line 2: expected 1 cells as in the first line, found more");
    Files.writeString(file, "#Label\n0\n");
    assertThat(Outcome.of(new IrisPerceptron(), "--data", folder.toString()).err())
        .containsExactly("perceptron: table: there is no column 'Petal length', only [#Label]");
  }

  @Test
  void theEquationsOfTheTextbookGiveTheSameGradient() throws IOException {
    Outcome outcome = run(new BackpropByHand(), "--seed", "3");
    assertThat(outcome.number("largest difference")).isLessThan(1e-15);
    assertThat(outcome.linesOf("gradcheck").getFirst()).contains("correct");
    assertThat(outcome.linesOf("  ")).hasSize(2 + 4 + 8 + 2 + 12 + 4);
    ExampleRun.assertDrawn(folder, "graph.png");
  }

  @Test
  void everyOptimizerGoesDown() throws IOException {
    Outcome outcome = run(new Descent(), "--epochs", "100");
    List<String> ends = outcome.linesOf("  ");
    assertThat(ends).hasSize(40);
    for (String end : ends.subList(0, 20)) {
      assertThat(Double.parseDouble(end.substring(20).strip())).as(end).isLessThan(35);
    }
    for (String end : ends.subList(20, 40)) {
      assertThat(Double.parseDouble(end.substring(20).strip())).as(end).isLessThan(12);
    }
    ExampleRun.assertDrawn(folder, "batches.png", "ravine.png", "rosenbrock.png");
  }

  @Test
  void everyScheduleTrains() throws IOException {
    Outcome outcome = run(new Schedules(), "--epochs", "2");
    List<String> lines = outcome.out().stream().filter(l -> l.contains("accuracy")).toList();
    assertThat(lines).hasSize(12);
    assertThat(lines).allSatisfy(line -> assertThat(ExampleRun.last(line)).isGreaterThan(0.7));
    ExampleRun.assertDrawn(folder, "rates.png", "losses.png");
  }

  @Test
  void aRateIsFoundForEveryOptimizer() throws IOException {
    Outcome outcome = run(new RateRange(), "--epochs", "3");
    List<String> lines = outcome.out().stream().filter(l -> l.contains("least loss")).toList();
    assertThat(lines).hasSize(3);
    assertThat(rate(lines.get(0))).isBetween(0.1, 3.0);
    assertThat(rate(lines.get(2))).isBetween(0.001, 0.4);
    ExampleRun.assertDrawn(folder, "rates.png");
  }

  private static double rate(String line) {
    return Double.parseDouble(line.replaceAll(".*rate of ([0-9.]+):.*", "$1"));
  }

  @Test
  void moreNeuronsComeNearer() throws IOException {
    Outcome outcome = run(new UniversalApproximation(), "--epochs", "60");
    List<Double> errors = outcome.out().stream().limit(10).map(ExampleRun::last).toList();
    assertThat(errors.get(0)).isGreaterThan(0.3);
    assertThat(errors.get(4)).isLessThan(0.1);
    assertThat(errors.get(9)).isLessThan(errors.get(5) / 2);
    ExampleRun.assertDrawn(folder, "fits.png");
  }

  @Test
  void gradientsVanishThroughSigmoids() throws IOException {
    Outcome outcome = run(new VanishingGradients(), "--epochs", "1");
    assertThat(outcome.linesOf("sigmoid ").getFirst())
        .matches(".*gradient of layer 1 \\d\\.\\de-1\\d.*");
    assertThat(outcome.linesOf("ReLU, He ").getFirst()).matches(".*layer 1 \\d\\.\\de[+-]0[01],.*");
    ExampleRun.assertDrawn(folder, "gradients.png");
  }

  @Test
  void clippingSavesATraining() throws IOException {
    Outcome outcome = run(new ExplodingGradients(), "--epochs", "1");
    assertThat(outcome.linesOf("not clipped").getFirst()).contains("the loss is NaN");
    assertThat(outcome.out().stream().filter(l -> l.contains("test accuracy"))).hasSize(3);
    ExampleRun.assertDrawn(folder, "losses.png");
  }

  @Test
  void narrowNetworksOfReluAreBornDead() throws IOException {
    Outcome outcome = run(new DyingRelu(), "--epochs", "3");
    assertThat(outcome.linesOf("ReLU, He  ").getFirst()).contains("dead after 5 layers 0.");
    assertThat(ExampleRun.last(outcome.linesOf("ReLU, He  ").getFirst())).isGreaterThan(0.95);
    assertThat(ExampleRun.last(outcome.linesOf("ReLU, asymmetric").getFirst()))
        .isCloseTo(0.58, within(0.12));
    assertThat(ExampleRun.last(outcome.linesOf("ELU").getFirst())).isZero();
    ExampleRun.assertDrawn(folder, "born-dead.png", "fits.png");
  }

  @Test
  void everyRegularisationLearns() throws IOException {
    Outcome outcome = run(new Regularisation(), "--epochs", "12");
    List<String> lines = outcome.out().stream().filter(l -> l.contains("accuracy:")).toList();
    assertThat(lines).hasSize(9);
    assertThat(lines).allSatisfy(line -> assertThat(ExampleRun.last(line)).isGreaterThan(0.8));
    ExampleRun.assertDrawn(folder, "curves.png");
  }
}
