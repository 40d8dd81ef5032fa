package dev.adjoint.exec.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.VectorSupport;
import dev.adjoint.graph.DType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts JVMs on the class path, as users do who have no modules. */
class FreshJvmTests {
  private static final String ADD_MODULES = "--add-modules=jdk.incubator.vector";

  @Test
  void withoutTheModuleScalarCodeGivesTheSameBitsAndOneLineSaysWhatToAdd() throws Exception {
    var output = run();
    assertThat(output)
        .contains("bits 0,")
        .contains("hash " + GemmProgram.hashOfProduct())
        .containsOnlyOnce("Add --add-modules jdk.incubator.vector");
  }

  @Test
  void withoutTheModuleNothingIsSaidIfScalarCodeIsAskedFor() throws Exception {
    assertThat(run("-Dadjoint.vector=off")).contains("bits 0,").doesNotContain("--add-modules");
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void theWidthCanBeChosenAndGivesTheSameBits(int bits) throws Exception {
    assertThat(run(ADD_MODULES, "-Dadjoint.vector=" + bits))
        .contains("bits " + bits + ",")
        .contains("hash " + GemmProgram.hashOfProduct());
  }

  @Test
  void vectorsAndThreadsCanBeSwitchedOff() throws Exception {
    assertThat(run(ADD_MODULES, "-Dadjoint.vector=off", "-Dadjoint.threads=1"))
        .contains("bits 0, threads 1, hash " + GemmProgram.hashOfProduct());
    assertThat(run(ADD_MODULES, "-Dadjoint.threads=3"))
        .contains("bits " + VectorSupport.bits() + ", threads 3, ");
  }

  @Test
  void unknownWidthsAndNumbersOfThreadsAreNamed() throws Exception {
    assertThat(run(ADD_MODULES, "-Dadjoint.vector=64"))
        .contains("-Dadjoint.vector=64: expected auto, 512, 256, 128 or off");
    assertThat(run(ADD_MODULES, "-Dadjoint.threads=many"))
        .contains("-Dadjoint.threads=many: expected a whole number from 1 to 1024");
  }

  private static String run(String... options) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    var classPath =
        Stream.of(Gemm.class, GemmProgram.class, DType.class, ImmutableList.class)
            .map(FreshJvmTests::locationOf)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    command.addAll(List.of("-cp", classPath, GemmProgram.class.getName()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output;
  }

  private static String locationOf(Class<?> type) {
    var source = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(java.net.URI.create(source.toString())).toString();
  }
}
