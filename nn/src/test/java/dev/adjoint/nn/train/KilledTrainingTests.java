// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.file.Safetensors;
import dev.adjoint.ops.Expr;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a program that trains, as {@code kill -9} does, and starts it again, until it has come to
 * its end. {@code -Dadjoint.kills=50} kills it more often.
 */
class KilledTrainingTests {
  private static final int KILLS = Integer.getInteger("adjoint.kills", 8);

  /** So many that the training does not come to its end before the last kill. */
  private static final int EPOCHS = 10 * KILLS;

  @TempDir Path folder;

  private static String locationOf(Class<?> type) {
    var source = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(source.toString())).toString();
  }

  private Process start(Path checkpoint, Path result) throws IOException {
    String classPath =
        Stream.of(
                KilledTraining.class,
                Model.class,
                Autodiff.class,
                Expr.class,
                Program.class,
                DType.class,
                ImmutableList.class)
            .map(KilledTrainingTests::locationOf)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-modules=jdk.incubator.vector",
            "-cp",
            classPath,
            KilledTraining.class.getName(),
            checkpoint.toString(),
            result.toString(),
            Integer.toString(EPOCHS))
        .redirectError(folder.resolve("errors.txt").toFile())
        .start();
  }

  @Test
  void aTrainingThatIsKilledAndStartedAgainEndsWithTheSameBits()
      throws IOException, InterruptedException {
    Path checkpoint = folder.resolve("training.safetensors");
    Path result = folder.resolve("result.safetensors");
    Seed seed = Seed.of(KILLS);
    int killed = 0;
    int written = 0;
    for (int run = 0; !Files.exists(result); run++) {
      assertThat(run).as(() -> errors()).isLessThanOrEqualTo(KILLS);
      Process process = start(checkpoint, result);
      try (BufferedReader out = process.inputReader()) {
        assertThat(out.readLine()).as(() -> errors()).isEqualTo("begun");
        if (run < KILLS) {
          Thread.sleep(Math.unsignedMultiplyHigh(seed.bits(run), 100));
          process.destroyForcibly();
        }
        killed += process.waitFor() == 0 ? 0 : 1;
      } finally {
        process.destroyForcibly();
      }
      if (Files.exists(checkpoint)) {
        Safetensors.read(checkpoint);
        written++;
      }
    }
    assertThat(killed).isEqualTo(KILLS);
    assertThat(written).as("runs that left a checkpoint").isGreaterThan(KILLS / 2);
    Map<String, Tensor> uninterrupted = KilledTraining.train(EPOCHS, fit -> fit);
    assertThat(Safetensors.read(result).tensors())
        .containsExactlyInAnyOrderEntriesOf(uninterrupted);
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
