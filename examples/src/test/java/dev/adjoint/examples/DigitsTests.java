package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classifier of digits: what it reaches, prints and writes, and what it refuses. */
class DigitsTests {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void digitsNeverSeenAreReadRight(int seed) {
    Outcome outcome = Outcome.digits("--seed", "" + seed, "--out", folder.toString());
    assertThat(outcome.result()).isGreaterThanOrEqualTo(0.97);
    assertThat(outcome.out().getLast()).matches("test accuracy 0\\.9\\d{3}");
    assertThat(outcome.linesOf("epoch")).hasSize(40);
  }

  @Test
  void theConfusionMatrixCountsEveryTestDigit() {
    Outcome outcome = Outcome.digits("--epochs", "2", "--out", folder.toString());
    int first = outcome.out().indexOf("actual ╲ predicted") + 3;
    int[][] counts =
        outcome.out().subList(first, first + 10).stream()
            .map(row -> row.substring(row.indexOf('│') + 1).replace('·', '0').strip())
            .map(row -> Stream.of(row.split(" +")).mapToInt(Integer::parseInt).toArray())
            .toArray(int[][]::new);
    int right = 0;
    int all = 0;
    for (int i = 0; i < 10; i++) {
      right += counts[i][i];
      for (int count : counts[i]) {
        all += count;
      }
    }
    assertThat(all).isEqualTo(359);
    assertThat(outcome.out().getLast())
        .isEqualTo("test accuracy " + String.format(Locale.ROOT, "%.4f", right / 359.0));
  }

  @Test
  void theSameSeedPrintsTheSameOnAnyNumberOfThreads() throws Exception {
    String out = folder.toString();
    Outcome one = run("7", "1", out);
    assertThat(one.linesOf("epoch")).hasSize(4);
    assertThat(run("7", "2", out)).isEqualTo(one);
    assertThat(run("7", "3", out)).isEqualTo(one);
    assertThat(run("8", "2", out).linesOf("epoch"))
        .doesNotContainAnyElementsOf(one.linesOf("epoch"));
  }

  private static Outcome run(String seed, String threads, String out) throws Exception {
    return Outcome.inNewJvm(
        Digits.class, "--seed", seed, "--threads", threads, "--epochs", "4", "--out", out);
  }

  @Test
  void picturesAreWrittenWholeWhereItSays() throws IOException {
    assumeTrue(Pictures.canBeDrawn(), "no font is installed, so there are no pictures to look at");
    Path out = folder.resolve("some/where");
    Outcome outcome = Outcome.digits("--epochs", "1", "--out", out.toString());
    assertThat(outcome.out())
        .contains(
            "learning curves: " + out.resolve("learning-curves.png"),
            "misclassified digits: " + out.resolve("misclassified.png"));
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files)
          .containsExactlyInAnyOrder(
              out.resolve("learning-curves.png"), out.resolve("misclassified.png"));
    }
    assertThat(colours(ImageIO.read(out.resolve("learning-curves.png").toFile()))).isGreaterThan(9);
    assertThat(colours(ImageIO.read(out.resolve("misclassified.png").toFile()))).isGreaterThan(9);
  }

  private static long colours(BufferedImage image) {
    int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(all).distinct().count();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seed x | digits: Invalid value for option '--seed': 'x' is not a long",
        "--epochs 0 | digits: --epochs: expected a number of at least 1, got 0",
        "--epochs 1.5 | digits: Invalid value for option '--epochs': '1.5' is not an int",
        "--threads 0 | digits: --threads: expected a number from 1 to 1024, got 0",
        "--threads 5000 | digits: --threads: expected a number from 1 to 1024, got 5000",
        "--colour | digits: Unknown option: '--colour'",
        "--epochs | digits: Missing required parameter for option '--epochs' (N)",
      })
  void aBadValueGivesOneLine(String args, String line) {
    Outcome outcome = Outcome.digits(args.strip().split(" "));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).containsExactly(line);
  }

  @Test
  void aFileInThePlaceOfTheFolderIsRefusedBeforeTheTraining() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Outcome outcome = Outcome.digits("--out", file.toString());
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).containsExactly("digits: --out: cannot make a folder of " + file);
  }

  @Test
  void helpNamesEveryOption() {
    Outcome outcome = Outcome.digits("--help");
    assertThat(outcome.code()).isZero();
    assertThat(String.join("\n", outcome.out()))
        .contains(List.of("--seed", "--epochs", "--threads", "--out", "--data", "--help"));
  }
}
