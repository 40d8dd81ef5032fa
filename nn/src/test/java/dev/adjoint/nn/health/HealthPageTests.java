// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.data.ImageFolder;
import dev.adjoint.nn.train.History;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about a training: what stands in it, and how a browser shows it. */
class HealthPageTests {
  private static final String EVIL = "</svg></title><script>alert(\"1\")</script>&'é\u0000";

  @TempDir private Path folder = Path.of("");

  /** A report whose every text is one that must be escaped. */
  private static HealthReport report() {
    ImmutableList.Builder<Snapshot> snapshots = ImmutableList.builder();
    Histogram histogram = Histogram.of(Tensor.linspace(DType.F64, -1, 1, 100));
    TensorType type = TensorType.of(DType.F32, 8, 4);
    for (int epoch = 1; epoch <= 12; epoch++) {
      double loss = StrictMath.exp(-epoch);
      snapshots.add(
          new Snapshot(
              new History.Epoch(
                  epoch,
                  ImmutableMap.of("loss", loss, "val_loss", 0.3 + 0.05 * epoch, EVIL, 1 - loss)),
              ImmutableList.of(
                  new LayerHealth(
                      EVIL, EVIL, type, 0.1, 1, loss * 1e-6, 0.9, 3, 4, true, histogram),
                  new LayerHealth(
                      "layers.1", "Dense", type, 0.1, 1, loss, Double.NaN, 0, 4, false, histogram)),
              ImmutableList.of(
                  new ParameterHealth(
                      EVIL, type, 1, 1e-3, epoch == 5 ? Double.NaN : 1e-3, histogram, histogram))));
    }
    return new HealthReport(
        1, snapshots.build(), ImmutableDoubleArray.of(5, 4, Double.NaN, 3, 1), 1);
  }

  @Test
  void allTextIsEscaped() {
    String page = report().html();
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("\u0000")
        .contains(
            "&lt;/svg&gt;&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;é\ufffd");
    assertThat(page.split("<svg", -1)).hasSameSizeAs(page.split("</svg>", -1));
  }

  @Test
  void thePageNeedsNothingElse() {
    assertThat(report().html().replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http")
        .doesNotContain("src=")
        .doesNotContain("href")
        .doesNotContain("url(")
        .doesNotContain("@import");
  }

  @Test
  void numbersAreWrittenAlikeInEveryLanguage() {
    String expected = report().html();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(report().html()).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theTextNamesTheFindingsAndAllLayers() {
    String text = report().toString();
    assertThat(text)
        .startsWith("health after epoch 12, seen on 1 example\n! overfitting at val_loss: ")
        .contains("! vanishing gradient at ")
        .contains("! dead units at ")
        .contains("layers.1")
        .contains("f32[8, 4]");
  }

  @Test
  void axesHaveRoundNumbers() {
    assertThat(Axis.of(List.of(new double[] {0.01, 80}), true).ticks())
        .containsExactly(0.01, 0.1, 1.0, 10.0);
    assertThat(Axis.of(List.of(new double[] {0.3, 2}), true).ticks())
        .containsExactly(0.5, 1.0, 2.0);
    assertThat(Axis.of(List.of(new double[] {0.25, 0.65}), true).ticks())
        .containsExactly(0.3, 0.4, 0.5, 0.6, 0.7);
    assertThat(Axis.of(List.of(new double[] {0.01, 80}), false).ticks())
        .containsExactly(0.0, 20.0, 40.0, 60.0, 80.0);
    assertThat(Axis.linear(1, 10).ticks()).containsExactly(2.0, 4.0, 6.0, 8.0, 10.0);
    assertThat(Stream.of(0.0, 1e-7, -2.5e9, 0.25, 1000.0, 1e100).map(Axis::label))
        .containsExactly("0", "1e-7", "-2.5e9", "0.25", "1000", "1e100");
  }

  @Test
  void everySeriesFitsOnItsAxis() {
    double max = Double.MAX_VALUE;
    for (double[] series :
        new double[][] {
          {0},
          {5, 5},
          {-1, 3},
          {1e-300, 1e300},
          {-max, max},
          {max},
          {Double.MIN_VALUE, 1},
          {0, max},
          {Double.NaN},
          {Double.POSITIVE_INFINITY, 1}
        }) {
      Axis axis = Axis.of(List.of(series), true);
      assertThat(axis.ticks().size()).as(Arrays.toString(series)).isLessThan(40);
      for (double value : series) {
        if (Double.isFinite(value)) {
          assertThat(axis.place(value)).as(Arrays.toString(series)).isBetween(0.0, 1.0);
        }
      }
    }
  }

  @Test
  void aHistogramCountsEveryNumberOnce() {
    Histogram histogram =
        Histogram.of(Tensor.of(-Double.MAX_VALUE, 0, Double.MAX_VALUE, Double.NaN));
    assertThat(histogram.counts().stream().sum()).isEqualTo(3);
    assertThat(histogram.notFinite()).isEqualTo(1);
    assertThat(histogram.counts().get(0)).isEqualTo(1);
    assertThat(histogram.counts().get(20)).isEqualTo(1);
    assertThat(Histogram.of(Tensor.of(7f, 7f)).counts())
        .isEqualTo(ImmutableIntArray.builder().addAll(at20()).build());
    assertThat(Histogram.of(Tensor.of(Float.NaN)).low()).isNaN();
  }

  private static List<Integer> at20() {
    Integer[] counts = new Integer[40];
    Arrays.fill(counts, 0);
    counts[20] = 2;
    return Arrays.asList(counts);
  }

  /** Skipped, with a message, where there is no such browser. */
  @Test
  void aBrowserShowsThePage() throws Exception {
    Optional<Path> browser =
        Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
            .flatMap(HealthPageTests::onPath)
            .findFirst();
    Assumptions.assumeTrue(
        browser.isPresent(),
        "no Chromium on the PATH: the page was not shown; apt-get install chromium");
    Path page = folder.resolve("health.html");
    report().write(page);
    Path picture = folder.resolve("page.png");
    String shown =
        run(
            browser.orElseThrow(),
            "--dump-dom",
            "--screenshot=" + picture,
            "--window-size=1280,1600",
            page.toUri().toString());
    assertThat(shown).contains("<h1>health after epoch 12").contains("overfitting");
    assertThat(shown.split("<svg", -1)).hasSize(report().html().split("<svg", -1).length);
    // Ink of the curves' colours is on the paper: the pictures are drawn, not only there.
    Tensor pixels = ImageFolder.image(picture, 3);
    int size = pixels.size() / 3;
    Set<Integer> colours = new HashSet<>();
    for (int i = 0; i < size; i++) {
      colours.add(
          colour(pixels, i, 0) << 16 | colour(pixels, i, size) << 8 | colour(pixels, i, 2 * size));
    }
    assertThat(colours).contains(0xffffff, 0x0072b2, 0xd55e00);
  }

  private static int colour(Tensor pixels, int at, int from) {
    return Math.round(255 * (float) pixels.buffer().getDouble(from + at));
  }

  private static Stream<Path> onPath(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(entry -> Path.of(entry, name))
        .filter(Files::isExecutable);
  }

  private String run(Path browser, String... arguments) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    List<String> command =
        Stream.concat(
                Stream.of(
                    browser.toString(),
                    "--headless",
                    "--no-sandbox", // which root may not use in a container
                    "--disable-gpu",
                    "--hide-scrollbars",
                    "--no-first-run",
                    "--user-data-dir=" + folder.resolve("profile")),
                Arrays.stream(arguments))
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
