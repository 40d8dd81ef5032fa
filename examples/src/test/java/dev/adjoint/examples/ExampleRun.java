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
}
