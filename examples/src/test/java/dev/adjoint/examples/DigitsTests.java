// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.picture.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
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
    assertThat(outcome.number("test accuracy")).isGreaterThanOrEqualTo(0.97);
    assertThat(outcome.linesOf("test accuracy").getFirst()).matches("test accuracy 0\\.9\\d{3}");
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
    assertThat(outcome.linesOf("test accuracy"))
        .containsExactly("test accuracy " + String.format(Locale.ROOT, "%.4f", right / 359.0));
  }

  @Test
  void theSameSeedPrintsTheSameOnAnyNumberOfThreads() throws Exception {
    String out = folder.toString();
    Outcome one = run("1", out);
    assertThat(one.linesOf("epoch")).hasSize(2);
    assertThat(run("2", out)).isEqualTo(one);
    assertThat(run("3", out)).isEqualTo(one);
    assertThat(Outcome.digits("--seed", "8", "--epochs", "2", "--out", out).linesOf("epoch"))
        .hasSize(2)
        .doesNotContainAnyElementsOf(one.linesOf("epoch"));
  }

  private static Outcome run(String threads, String out) throws Exception {
    return Outcome.inNewJvm(
        Digits.class, "--seed", "7", "--threads", threads, "--epochs", "2", "--out", out);
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
        "--seed x | --seed: expected a whole number from -9223372036854775808 to"
            + " 9223372036854775807, got 'x'",
        "--seed 1e3 | --seed: expected a whole number from -9223372036854775808 to"
            + " 9223372036854775807, got '1e3'",
        "--epochs 0 | --epochs: expected a whole number from 1 to 2147483647, got '0'",
        "--epochs 1.5 | --epochs: expected a whole number from 1 to 2147483647, got '1.5'",
        "--epochs=99999999999 | --epochs: expected a whole number from 1 to 2147483647, got"
            + " '99999999999'",
        "--epochs= | --epochs: expected a whole number from 1 to 2147483647, got ''",
        "--threads 0 | --threads: expected a whole number from 1 to 1024, got '0'",
        "--threads 5000 | --threads: expected a whole number from 1 to 1024, got '5000'",
        "--epochs | --epochs: expected a value, N, got none",
        "--epochs --seed 1 | --epochs: expected a value, N, got none",
        "--seed 1 --seed 2 | --seed: given twice",
        "--epoch 5 | unknown option --epoch: did you mean --epochs?",
        "--epoch=5 | unknown option --epoch: did you mean --epochs?",
        "--sede 5 | unknown option --sede: did you mean --seed?",
        "-out x | unknown option -out: did you mean --out?",
        "--hlep | unknown option --hlep: did you mean --help?",
        "--colour | unknown option --colour: see digits --help",
        "5 | unexpected argument '5': see digits --help",
      })
  void aBadValueGivesOneLine(String args, String line) {
    Outcome outcome = Outcome.digits(args.strip().split(" "));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).containsExactly("digits: " + line);
  }

  @Test
  void aFileInThePlaceOfTheFolderIsRefusedBeforeTheTraining() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertRefused(file, "expected a folder to write to, got " + file + ": file already exists");
    assertRefused(
        file.resolve("sub"),
        "expected a folder to write to, got " + file.resolve("sub") + ": Not a directory");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsRefusedBeforeTheTraining() {
    Path kernel = Path.of("/proc/self"); // where not even root may write
    assumeTrue(Files.isDirectory(kernel));
    assertRefusedWith(kernel, "digits: --out: expected a folder to write to, got /proc/self/.*");
    assertRefusedWith(
        Path.of("/proc/digits"),
        "digits: --out: expected a folder to write to, got /proc/digits.*");
  }

  @Test
  void aFolderInThePlaceOfAPictureIsRefusedBeforeTheTraining() throws IOException {
    Path picture = Files.createDirectory(folder.resolve("misclassified.png"));
    assertRefused(folder, "expected room for a picture, found a folder: " + picture);
  }

  private static void assertRefused(Path out, String problem) {
    assertRefusedWith(out, Pattern.quote("digits: --out: " + problem));
  }

  private static void assertRefusedWith(Path out, String regex) {
    Outcome outcome = Outcome.digits("--out", out.toString());
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasSize(1);
    assertThat(outcome.err().getFirst()).matches(regex);
  }

  @Test
  void figuresArePrintedBeforePicturesAreWritten() {
    assumeTrue(Pictures.canBeDrawn(), "no font is installed, so no picture can fail");
    Path out = folder.resolve("out");
    StringWriter printed =
        new StringWriter() {
          @Override
          public void flush() {
            if (toString().contains("test accuracy")) {
              replaceByFile(out);
            }
          }
        };
    StringWriter err = new StringWriter();
    int code =
        Commands.line(new Digits())
            .setOut(new PrintWriter(printed))
            .setErr(new PrintWriter(err, true))
            .execute("--epochs", "1", "--out", out.toString());
    assertThat(code).isEqualTo(1);
    assertThat(printed.toString().lines().toList().getLast()).startsWith("test accuracy ");
    assertThat(err.toString().strip()).isEqualTo("digits: " + out + ": file already exists");
  }

  private static void replaceByFile(Path folder) {
    try {
      if (Files.isDirectory(folder)) {
        Files.delete(folder);
        Files.createFile(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void helpNamesEveryOption() {
    Outcome outcome = Outcome.digits("--help");
    assertThat(outcome.code()).isZero();
    assertThat(String.join("\n", outcome.out()))
        .contains(List.of("--seed", "--epochs", "--threads", "--out", "--data", "--help"));
  }
}
