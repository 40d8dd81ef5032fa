// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.nn.Seed;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** How tests run an example in a short form. */
final class ExampleRun {
  private ExampleRun() {}

  /** Runs an example that must end well, its pictures in a folder. */
  static Outcome of(Object program, Path out, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--out", out.toString()));
    Outcome outcome = Outcome.of(program, all.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    return outcome;
  }

  /** Checks that there are pictures with something in them, where pictures can be drawn at all. */
  static void assertDrawn(Path folder, String... files) throws IOException {
    if (!Pictures.canBeDrawn()) {
      return;
    }
    for (String file : files) {
      BufferedImage image = ImageIO.read(folder.resolve(file).toFile());
      int[] all =
          image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
      assertThat(Arrays.stream(all).distinct().count()).as(file).isGreaterThan(9);
    }
  }

  /** Returns the number at the end of a line. */
  static double last(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** Writes a file in the form of the irises, 50 of each kind as if measured, and returns where. */
  static String irises(Path folder) throws IOException {
    StringBuilder text =
        new StringBuilder("#Label\tSepal length\tSepal width\tPetal length\tPetal width\n");
    double[] length = {1.46, 4.26, 5.55};
    double[] width = {0.25, 1.33, 2.03};
    double[] spread = {0.1, 0.5, 0.6};
    for (int i = 0; i < 150; i++) {
      int kind = i / 50;
      double a = Seed.of(i).bits(0) * 0x1p-63;
      double b = Seed.of(i).bits(1) * 0x1p-63;
      text.append(
          "%d\t5\t3\t%.2f\t%.2f\n"
              .formatted(
                  kind, length[kind] + 1.6 * a * spread[kind], width[kind] + b * spread[kind]));
    }
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("iris-full.tsv"), text);
    return data.toString();
  }

  /** Returns the number that follows a word in a line. */
  static double number(String line, String word) {
    String rest = line.substring(line.indexOf(word) + word.length());
    return Double.parseDouble(rest.replaceAll("[,; ].*", ""));
  }

  /** Writes passengers of 144 months that grow, with seasons, and returns where. */
  static String passengers(Path folder) throws IOException {
    StringBuilder text = new StringBuilder("ds,y\n");
    for (int i = 0; i < 144; i++) {
      double season = 1 + 0.2 * Math.sin(i * Math.PI / 6);
      text.append(
          "19%02d-%02d-01,%d\n"
              .formatted(49 + i / 12, 1 + i % 12, Math.round((110 + 2.2 * i) * season)));
    }
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("airline-passengers.csv"), text);
    return data.toString();
  }

  /** Writes a text of words in which vowels and consonants take turns, and returns where. */
  static String text(Path folder) throws IOException {
    String consonants = "bcdfghjklmnpqrstvwxyz";
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 16_000; i++) {
      long bits = Seed.of(5).bits(i) >>> 1;
      text.append(consonants.charAt((int) (bits % 21)))
          .append("aeiou".charAt((int) (bits / 21 % 5)))
          .append(bits / 105 % 3 == 0 ? " " : "");
    }
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("tinyshakespeare.txt"), text);
    return data.toString();
  }
}
