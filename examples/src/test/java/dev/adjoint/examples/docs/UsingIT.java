// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What docs/using.md promises, tried on a project that has the library from a repository to which
 * it was installed. The commands are those of the page, run in the folder of that project.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are for bash")
class UsingIT {
  private static final Path IT = Path.of("target/it").toAbsolutePath();
  private static final Path APP = IT.resolve("app");
  private static final String INCUBATOR = "WARNING: Using incubator modules: jdk.incubator.vector";

  private static Page page = new Page(Path.of(""), "");
  private static String bits = "";

  /** Builds the project, which tests itself on the module path and on the class path. */
  @BeforeAll
  static void buildTheProject() throws IOException, InterruptedException {
    page = Page.read(Path.of("docs/using.md"));
    copyTheProject();
    Files.writeString(
        Files.createDirectories(APP.resolve(".mvn")).resolve("maven.config"),
        "-s\n.mvn/settings.xml\n");
    Files.writeString(APP.resolve(".mvn/settings.xml"), settings());
    Answer build = run(APP, "mvn -B -ntp verify");
    assertThat(build.exit()).as(build.toString()).isZero();
    assertThat(build.lines())
        .filteredOn(
            line -> line.startsWith("[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, "))
        .hasSize(2);
    bits = run(APP, code("Module path", 0)).out().getLast();
  }

  @Test
  void theLibraryCameFromWhereItWasInstalled() throws IOException {
    try (Stream<Path> jars = Files.list(APP.resolve("target/lib"))) {
      List<Path> own =
          jars.filter(jar -> jar.getFileName().toString().startsWith("adjoint-")).toList();
      assertThat(own).hasSize(5);
      for (Path jar : own) {
        String name = jar.getFileName().toString();
        Path module = IT.resolve("repository/dev/adjoint").resolve(name.replaceFirst("-\\d.*", ""));
        try (Stream<Path> files = Files.walk(module)) {
          assertThat(files.filter(file -> file.endsWith(name)).toList())
              .singleElement()
              .satisfies(file -> assertThat(file).hasSameBinaryContentAs(jar));
        }
        try (Stream<Path> files = Files.walk(module)) {
          for (Path origins : files.filter(f -> f.endsWith("_remote.repositories")).toList()) {
            assertThat(origins).content().doesNotContain(">artifacts=", ">central=");
          }
        }
      }
    }
  }

  @Test
  void onTheModulePathThereAreVectorsWithoutAFlag() throws Exception {
    assertVectors(run(APP, code("Module path", 0)));
  }

  @Test
  void onTheClassPathThereAreVectorsWithTheFlag() throws Exception {
    assertVectors(run(APP, code("Class path", 0)));
    assertVectors(run(APP, code("Class path", 1)));
  }

  @Test
  void withoutTheFlagThereAreTheSameBitsAndOneLineInTheLog() throws Exception {
    Answer plain = run(APP, code("Class path", 2));
    assertThat(plain.out()).containsExactly("no vectors", bits);
    String promised = page.blocks("text", "Class path").getFirst().text().strip();
    assertThat(plain.err()).hasSize(2).last().isEqualTo("WARNING: " + promised);
  }

  @Test
  void anImageMadeByJlinkRunsTheProgram() throws Exception {
    assertVectors(run(APP, code("An image of its own", 0)));
    assertVectors(run(APP, code("An image of its own", 1)));
  }

  @Test
  void jshellRunsAnExpressionOnVectors() throws Exception {
    String typed =
        """
        import dev.adjoint.graph.*
        import dev.adjoint.ops.*
        System.out.println(Expr.constant(Tensor.of(1f, 2f)).square().eval())
        System.out.println(dev.adjoint.exec.machine.VectorSupport.bits() > 0)
        """;
    String command = code("jshell", 0).strip() + " -s - <<'END'\n" + typed + "END\n";
    Answer answer = run(APP, command);
    assertThat(answer.out()).as(answer.toString()).containsExactly("[1. 4.]", "true");
  }

  /** The line for PowerShell, said in bash. */
  @Test
  void anExampleIsStartedWithoutRun() throws Exception {
    String line = page.blocks("powershell", "Windows").getLast().text().lines().toList().getLast();
    String inBash = line.replace('\\', '/').replace(';', ':').replace("Get-Content", "cat");
    Answer answer = run(Page.ROOT, inBash);
    assertThat(answer.exit()).as(answer.toString()).isZero();
    assertThat(answer.out()).anyMatch(printed -> printed.contains("="));
  }

  /** Checks what the program printed, and that the JVM, or jlink, announced the Vector API. */
  private static void assertVectors(Answer answer) {
    assertThat(answer.out())
        .as(answer.toString())
        .filteredOn(line -> !line.equals(INCUBATOR))
        .containsExactly("vectors", bits);
    assertThat(answer.err())
        .filteredOn(line -> !line.startsWith("NOTE: Picked up"))
        .isNotEmpty()
        .containsOnly(INCUBATOR);
  }

  private static String code(String section, int index) {
    return page.blocks("sh", section).get(index).text();
  }

  private static void copyTheProject() throws IOException, InterruptedException {
    Files.createDirectories(IT);
    Answer copied = run(IT, "rm -rf app && cp -r ../../src/it/app app");
    assertThat(copied.exit()).as(copied.toString()).isZero();
  }

  /** The settings of a user who has nothing: plugins come from what this build has, or Central. */
  private static String settings() {
    String repositories =
        """
        <id>artifacts</id>
        <url>%s</url>
        <releases><checksumPolicy>ignore</checksumPolicy></releases>
        <snapshots><enabled>false</enabled></snapshots>
        """
            .formatted(Path.of(System.getProperty("adjoint.it.artifacts")).toUri());
    return """
    <settings>
      <localRepository>%s</localRepository>
      <profiles>
        <profile>
          <id>artifacts</id>
          <repositories><repository>%s</repository></repositories>
          <pluginRepositories><pluginRepository>%s</pluginRepository></pluginRepositories>
        </profile>
      </profiles>
      <activeProfiles><activeProfile>artifacts</activeProfile></activeProfiles>
    </settings>
    """
        .formatted(IT.resolve("repository"), repositories, repositories);
  }

  /** Runs a script with the JDK of this JVM and the Maven of this build. */
  private static Answer run(Path folder, String script) throws IOException, InterruptedException {
    String jdk = System.getProperty("java.home");
    Path errors = Files.createTempFile("using", ".err");
    var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script);
    builder.environment().put("JAVA_HOME", jdk);
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().put("LC_ALL", "C.UTF-8");
    String maven = System.getProperty("adjoint.it.maven");
    builder
        .environment()
        .merge(
            "PATH", jdk + "/bin:" + maven + "/bin", (old, ours) -> ours + File.pathSeparator + old);
    Process process = builder.directory(folder.toFile()).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    List<String> out = process.inputReader().lines().toList();
    int exit = process.waitFor();
    List<String> err = Files.readAllLines(errors);
    Files.delete(errors);
    return new Answer(exit, out, err);
  }

  private record Answer(int exit, List<String> out, List<String> err) {
    List<String> lines() {
      List<String> lines = new ArrayList<>(out);
      lines.addAll(err);
      return lines;
    }
  }
}
