// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./run} says, builds and starts. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no bash")
class RunScriptTests {
  @TempDir private Path folder = Path.of("");
  private RunProject project;

  @BeforeEach
  void layOut() throws IOException {
    project = new RunProject(folder);
  }

  @Test
  void aloneItListsEveryExampleOnALine() throws Exception {
    Outcome outcome = project.run();
    assertThat(outcome.code()).isZero();
    for (String line : Files.readAllLines(RunProject.ORIGINAL.resolve("examples/index.txt"))) {
      String[] columns = line.split("\\s+", 3);
      assertThat(outcome.out())
          .anySatisfy(
              listed -> assertThat(listed).startsWith("  " + columns[0]).endsWith(columns[2]));
    }
    assertThat(project.run("--help")).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "digit, digits",
    "Digits, digits",
    "costum-op, custom-op",
    "expresion, expression",
    "jshel, jshell",
    "peer, peers",
    "xr, xor",
  })
  void aMistypedNameIsAnsweredWithTheNearest(String typed, String meant) throws Exception {
    Outcome outcome = project.run(typed);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .containsExactly(
            "run: no example is called '" + typed + "': did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @CsvSource({"no-such-example", "--epochs", "a\\tb*", "'x y'"})
  void aNameNearNoOtherIsAnsweredWithAll(String typed) throws Exception {
    Outcome outcome = project.run(typed);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().getFirst()).isEqualTo("run: no example is called '" + typed + "'");
    assertThat(outcome.err()).containsAll(project.run().out());
  }

  @Test
  void anExampleStartsFromAnyFolderThroughLinksAndBesideOtherJars() throws Exception {
    project.build();
    Path elsewhere = Files.createDirectory(folder.resolve("else where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), project.root().resolve("run"));
    Path second = Files.createSymbolicLink(elsewhere.resolve("again"), Path.of("link"));
    for (Path script : List.of(project.root().resolve("run"), link, second, Path.of("./again"))) {
      Outcome outcome = project.run(script, elsewhere, "", "xor", "--help");
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.out().getFirst()).startsWith("Usage: xor [-h]");
      assertThat(outcome.code()).isZero();
    }
  }

  @Test
  void theCodeOfAnExampleIsThatOfTheScript() throws Exception {
    project.build();
    Outcome outcome = project.run("digits", "--epoch", "3");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .containsExactly("digits: unknown option --epoch: did you mean --epochs?");
  }

  @Test
  void aBuildShowsWhatItIsDoing() throws Exception {
    project.build();
    Files.setLastModifiedTime(
        project.root().resolve("graph/pom.xml"), FileTime.from(Instant.now().plusSeconds(600)));
    project.script(
        "mvn",
        """
        echo "Downloading from central: https://repo.example/picocli/4.7.7/picocli-4.7.7.pom"
        echo "Downloading from central: https://repo.example/picocli/4.7.7/picocli-4.7.7.jar"
        echo "[INFO] --- compiler:3.16.0:compile (default-compile) @ adjoint-graph ---"
        echo "[INFO] Compiling 37 source files with javac [toolchain debug] to target/classes"
        echo "[INFO] --- maven-compiler-plugin:3.16.0:compile (default-compile) @ adjoint-exec ---"
        echo "[INFO] Compiling 1 source file with javac to target/classes"
        echo nothing >examples/target/class-path.txt
        """);
    Outcome outcome = project.run("xor");
    assertThat(outcome.err().subList(0, 5))
        .containsExactly(
            "building examples and what it stands on ...",
            "  downloading picocli-4.7.7.jar",
            "  graph: compiling 37 files",
            "  exec: compiling 1 files",
            "  training for a moment, so that examples start sooner");
    assertThat(outcome.err().get(5)).matches("built in \\d+ s");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aBuildThatFailsShowsItsErrorsAndStartsNothing() throws Exception {
    project.script(
        "mvn",
        """
        echo "[INFO] Scanning for projects..."
        echo "[ERROR] /a/B.java:[3,5] cannot find symbol"
        echo "  symbol: class C"
        echo "[INFO] BUILD FAILURE"
        echo "[ERROR] Failed to execute goal -> [Help 1]"
        echo "[ERROR] To see the full stack trace of the errors, use -e"
        exit 1
        """);
    Outcome outcome = project.run("xor");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .containsExactly(
            "building examples and what it stands on ...",
            "[ERROR] /a/B.java:[3,5] cannot find symbol",
            "  symbol: class C",
            "[ERROR] Failed to execute goal -> [Help 1]",
            "run: the build failed; the errors are above, all that Maven said is in "
                + project.root().toRealPath().resolve("target/run.log"));
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    Outcome outcome = project.run("xor");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .containsExactly("run: Maven not found: install Apache Maven 3.8 or newer");
  }

  @Test
  void theShellKnowsEverythingAndShowsValues() throws Exception {
    project.build();
    String session =
        """
        var x = Expr.constant(Tensor.of(1f, 2, 3))
        Expr.input("a", 2, 3).mul(2)
        var w = Parameter.of("w", Tensor.of(5f))
        Autodiff.grad(w.mul(x).sum(), w)
        Program.compile(List.of(), List.of(x.sum())).run()
        GradCheck.of(List.of(Tensor.of(1.0)), v -> v.getFirst().square()).run().verdict()
        var net = Sequential.of(Dense.of(2, 3, Seed.of(1)), Activation.relu())
        Model.compile(net, Loss.meanSquaredError(), Adam.of(0.1))
        new Dataset(Tensor.of(1f), Tensor.of(2))
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        /exit
        """;
    Outcome outcome = project.run(project.root().resolve("run"), folder, session, "jshell");
    assertThat(withoutNoteOfPreferences(outcome.err())).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(
            outcome.out().stream()
                .filter(line -> line.contains("==>"))
                .map(line -> line.replaceFirst(".*==> ", "")))
        .containsExactly(
            "[1. 2. 3.]",
            "mul: f32[2, 3]",
            "w: f32[1] = [5.]",
            "[[6.]]",
            "[6.0]",
            "CORRECT",
            "Sequential([Dense(weight=f32[2, 3], bias=f32[3]), Activation(relu)])",
            "model of Sequential([Dense(weight=f32[2, 3], bias=f32[3]), Activation(relu)])",
            "dataset of f32[1] → i32[1]",
            "true");
  }

  /**
   * The JDK says in two lines of its log that it made the folder where jshell keeps its history.
   */
  private static List<String> withoutNoteOfPreferences(List<String> err) {
    boolean isNote = err.size() == 2 && err.getFirst().contains("java.util.prefs.");
    return isNote ? List.of() : err;
  }
}
