package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./run} says when it has no program to start. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no bash")
class RunScriptTests {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void aloneItListsEveryExampleOnALine() throws Exception {
    var answer = run(ROOT);
    assertThat(answer.exit()).isZero();
    for (var line : Files.readAllLines(ROOT.resolve("examples/index.txt"))) {
      var columns = line.split("\\s+", 3);
      assertThat(answer.lines())
          .anySatisfy(
              listed -> assertThat(listed).startsWith("  " + columns[0]).endsWith(columns[2]));
    }
  }

  @Test
  void unknownExampleIsNamedAndTheOthersAreListed(@TempDir Path elsewhere) throws Exception {
    var answer = run(elsewhere, "no-such-example");
    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.lines()).contains("run: no example is called 'no-such-example'");
    assertThat(answer.lines()).containsAll(run(ROOT).lines());
  }

  private static Answer run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    var command = Stream.concat(Stream.of(ROOT.resolve("run").toString()), Stream.of(arguments));
    var process =
        new ProcessBuilder(command.toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    var lines = process.inputReader().lines().toList();
    return new Answer(process.waitFor(), lines);
  }

  private record Answer(int exit, List<String> lines) {}
}
