// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of larger networks and of one's own parts, in a short form: what comes out. */
class NetworkExamplesTests {
  @TempDir private Path folder = Path.of("");

  private Outcome run(Object program, String... args) {
    return ExampleRun.of(program, folder, args);
  }

  @Test
  void leNetReadsDigits() throws IOException {
    Outcome outcome = run(new LeNet5(), "--epochs", "1");
    assertThat(outcome.number("test accuracy")).isGreaterThan(0.9);
    ExampleRun.assertDrawn(folder, "feature-maps.png", "misclassified.png");
  }

  @Test
  void twoNumbersKeepMuchOfADigit() throws IOException {
    Outcome outcome = run(new Autoencoder(), "--epochs", "6");
    assertThat(outcome.number("share of the variance")).isGreaterThan(0.25);
    ExampleRun.assertDrawn(folder, "plane.png", "copies.png", "walk.png");
  }

  @Test
  void aGeneratorFollowsWhatIsTrue() throws IOException {
    Outcome outcome = run(new Gan(), "--epochs", "180");
    List<String> steps = outcome.linesOf("ring, step");
    assertThat(steps).hasSize(6);
    double first = ExampleRun.number(steps.getFirst(), "loss of the critic ");
    double last = ExampleRun.number(steps.getLast(), "loss of the critic ");
    assertThat(last).isLessThan(2 * Math.log(2)).isBetween(0.1, first + 0.5);
    String ink = outcome.linesOf("digits: ").getFirst();
    assertThat(ExampleRun.number(ink, "mean ink ")).isCloseTo(ExampleRun.last(ink), within(0.15));
    ExampleRun.assertDrawn(folder, "ring.png", "digits.png");
  }

  @Test
  void lettersFindTheirKind() throws IOException {
    Outcome outcome = run(new EmbeddingMap(), "--epochs", "3", "--data", ExampleRun.text(folder));
    assertThat(outcome.linesOf("epoch")).hasSize(3);
    assertThat(ExampleRun.last(outcome.linesOf("small letters").getFirst())).isEqualTo(26);
    ExampleRun.assertDrawn(folder, "characters.png");
  }

  @Test
  void aLayerOfOnesOwnIsProvenAndLearns() throws IOException {
    Outcome outcome = run(new CustomLayer(), "--epochs", "150");
    assertThat(outcome.linesOf("gradcheck").getFirst()).contains("correct");
    assertThat(ExampleRun.last(outcome.linesOf("loss ").getFirst())).isGreaterThan(0.95);
    ExampleRun.assertDrawn(folder, "spirals.png");
  }

  @Test
  void theLawsOfAPendulumAreFound() throws IOException {
    Outcome outcome = run(new CustomLoop());
    assertThat(outcome.number("largest error")).isLessThan(0.02);
    ExampleRun.assertDrawn(folder, "pendulum.png");
  }

  @Test
  void everyRecurrentLayerForecasts() throws IOException {
    Outcome outcome =
        run(new AirlineSeries(), "--epochs", "25", "--data", ExampleRun.passengers(folder));
    List<String> lines = outcome.out().stream().filter(l -> l.contains("next month")).toList();
    assertThat(lines).hasSize(4);
    assertThat(lines)
        .allSatisfy(line -> assertThat(ExampleRun.number(line, "next month ")).isLessThan(60));
    ExampleRun.assertDrawn(folder, "forecasts.png");
  }

  @Test
  void bothModelsOfTextLearnAndWrite() throws IOException {
    Outcome outcome = run(new CharModel(), "--epochs", "1", "--data", ExampleRun.text(folder));
    assertThat(ExampleRun.last(outcome.linesOf("LSTM: test loss").getFirst())).isLessThan(3.2);
    assertThat(ExampleRun.last(outcome.linesOf("GPT: test loss").getFirst())).isLessThan(3.2);
    assertThat(outcome.linesOf("GPT after")).hasSizeGreaterThanOrEqualTo(3);
    ExampleRun.assertDrawn(folder, "surprise.png");
  }

  @Test
  void theNextFrameIsForeseen() throws IOException {
    Outcome outcome = run(new ConvLstmFrames(), "--epochs", "1");
    assertThat(ExampleRun.number(outcome.linesOf("error of").getFirst(), "last 6 frames "))
        .isLessThan(ExampleRun.last(outcome.linesOf("error of").getFirst()));
    ExampleRun.assertDrawn(folder, "frames.png");
  }

  @Test
  void aTransformerReadsDigits() throws IOException {
    Outcome outcome = run(new VisionTransformer(), "--epochs", "3");
    assertThat(outcome.number("test accuracy")).isGreaterThan(0.7);
    ExampleRun.assertDrawn(folder, "positions.png", "where.png");
  }
}
