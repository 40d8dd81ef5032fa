// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report tells of an error, as text, as JSON, and as a page in a browser. */
class ReportPageTests {
  private static final String EVIL = "</title><script>alert(\"1\")</script>&'é\u0000\n\\";

  @TempDir private Path folder = Path.of("");

  /** {@code y = sin x}, with a rule that is 1.5 times too large. */
  private record Sine() implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      return x.getFirst().sin();
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      return List.of(dy.mul(x.getFirst().cos()).mul(1.5)); // the line that reports name
    }
  }

  private static Report report() {
    Tensor x = Tensor.of(DType.F64, Shape.of(2, 2), 0.5, -1, 2, 0.25);
    return GradCheck.of(List.of(x), xs -> Expr.apply(new Sine(), xs.getFirst().mul(2)))
        .named(EVIL)
        .run();
  }

  @Test
  void theOpAndTheLineOfItsRuleAreNamed() throws IOException {
    FaultDiagnosis diagnosis = report().diagnosis().orElseThrow();
    String line = diagnosis.culprits().getFirst().rule().orElseThrow();
    List<String> source =
        Files.readAllLines(Path.of("src/test/java/dev/adjoint/gradcheck/ReportPageTests.java"));
    assertThat(line).startsWith("ReportPageTests.java:");
    assertThat(source.get(Integer.parseInt(line.replaceFirst(".*:", "")) - 1))
        .contains("the line that reports name");
    assertThat(diagnosis.culprits())
        .singleElement()
        .extracting(FaultDiagnosis.Culprit::op)
        .isEqualTo("sine");
    assertThat(report().toString())
        .contains("  op: sine, whose rule is at " + line + "\n")
        .contains("  cotangent: f64[2, 2] [")
        .contains("it is 1.50000 times what it should be");
  }

  @Test
  void theJacobianIsWrongOnItsDiagonal() {
    JacobianPart part = report().diagnosis().orElseThrow().jacobian().orElseThrow();
    assertThat(part.outputs()).containsExactly("y0[0, 0]", "y0[0, 1]", "y0[1, 0]", "y0[1, 1]");
    assertThat(part.variables()).containsExactly("x0[0, 0]", "x0[0, 1]", "x0[1, 0]", "x0[1, 1]");
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        double slope = 2 * StrictMath.cos(new double[] {1, -2, 4, 0.5}[row]);
        double expected = row == column ? Math.abs(slope) / 2 : 0;
        assertThat(part.error(row, column))
            .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-8));
      }
    }
  }

  @Test
  void theJacobianOfAManyFindsTheWrongEntry() {
    int n = 5000;
    double[] factors = new double[n];
    Arrays.fill(factors, 1);
    factors[4321] = 1.01;
    Report report =
        GradCheck.check(
            x -> {
              Expr y = x.sin();
              Expr off = Expr.constant(Tensor.of(factors)).sub(1);
              return y.add(y.sub(y.stopGradient()).mul(off));
            },
            Tensor.linspace(DType.F64, -1, 1, n));
    JacobianPart part = report.diagnosis().orElseThrow().jacobian().orElseThrow();
    assertThat(part.variables()).contains("x0[4321]").hasSizeLessThanOrEqualTo(40);
    assertThat(part.outputs()).contains("y0[4321]").hasSizeLessThanOrEqualTo(40);
    assertThat(report.toString()).contains("op: stopGradient, whose rule is at StopGradient.java:");
  }

  @Test
  void aRightRuleHasNoDiagnosis() {
    Report right = GradCheck.check(x -> x.sin(), 1, 2);
    assertThat(right.diagnosis()).isEmpty();
    assertThat(right.json()).contains("\"verdict\": \"correct\"", "\"diagnosis\": null");
    assertThat(right.html()).contains("<h1>gradcheck of function: correct</h1>");
  }

  @Test
  void jsonHoldsTheWholeReport() {
    String json = report().json();
    assertThat(json)
        .contains("\"name\": \"</title><script>alert(\\\"1\\\")</script>&'é\\u0000\\n\\\\\"")
        .contains("\"verdict\": \"wrong\"", "\"kind\": \"mismatch\"", "\"op\": \"sine\"")
        .contains("\"variables\": [\"x0[0, 0]\"");
    assertThat(GradCheck.check(x -> x.log(), -1).json()).contains("\"wrong\": false");
    assertThat(json.chars().filter(c -> c == '{').count())
        .isEqualTo(json.chars().filter(c -> c == '}').count());
  }

  @Test
  void allTextOfThePageIsEscapedAndItNeedsNothingElse() {
    String page = report().html();
    assertThat(page)
        .doesNotContain("<script", "\u0000", "http", "src=", "href", "url(", "@import")
        .contains(
            "&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;é\ufffd");
    assertThat(page.split("<rect", -1)).hasSize(17);
  }

  /** Skipped, with a message, where there is no such browser. */
  @Test
  void aBrowserShowsThePage() throws Exception {
    Optional<Path> browser =
        Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
            .flatMap(ReportPageTests::onPath)
            .findFirst();
    Assumptions.assumeTrue(
        browser.isPresent(),
        "no Chromium on the PATH: the page was not shown; apt-get install chromium");
    Path page = folder.resolve("report.html");
    Files.writeString(page, report().html());
    String shown = dom(browser.orElseThrow(), page);
    assertThat(shown).contains("Where the Jacobian is wrong", "sine, whose rule is at");
    assertThat(shown.split("fill=\"#e6550d\"|fill=\"#7f2704\"|fill=\"#fdae6b\"", -1)).hasSize(5);
    assertThat(report().has(Kind.MISMATCH)).isTrue();
  }

  private static Stream<Path> onPath(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(entry -> Path.of(entry, name))
        .filter(Files::isExecutable);
  }

  private String dom(Path browser, Path page) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless",
                "--no-sandbox", // which root may not use in a container
                "--disable-gpu",
                "--no-first-run",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out);
  }
}
