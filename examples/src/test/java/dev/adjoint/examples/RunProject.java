// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A folder that looks to {@code ./run} like this project with its examples built, or not. The
 * script finds only the tools that it may rely on, and these know no option that only GNU has.
 */
final class RunProject {
  /** The project of which this is a copy. */
  static final Path ORIGINAL = Path.of("").toAbsolutePath().getParent();

  private static final Map<String, String> FOREIGN_TO_MACOS =
      Map.of("readlink", "-f", "find", "-quit", "sed", "-r", "mktemp", "*", "stat", "*");

  private final Path root;
  private final Path tools;

  /**
   * Lays out the files.
   *
   * @param folder where to make the project and the tools
   */
  RunProject(Path folder) throws IOException {
    root = folder.resolve("a project");
    tools = Files.createDirectories(folder.resolve("tools"));
    for (String file : List.of("run", "examples/index.txt", "examples/startup.jsh")) {
      Path copy = root.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(ORIGINAL.resolve(file), copy);
    }
    for (String source : List.of("pom.xml", "graph/pom.xml", "graph/src/main", "graph/src/peers")) {
      Files.createDirectories(root.resolve(source).getParent());
      Files.createFile(root.resolve(source));
    }
    for (String tool :
        List.of(
            "bash",
            "awk",
            "basename",
            "cat",
            "dirname",
            "find",
            "grep",
            "head",
            "mkdir",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "sed",
            "stat",
            "tr")) {
      addTool(tool);
    }
  }

  private void addTool(String name) throws IOException {
    Path real =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new IOException("there is no " + name));
    String foreign = FOREIGN_TO_MACOS.getOrDefault(name, "none of them");
    script(
        name,
        """
        for option in "$@"; do
          case $option in %s) echo "%s: unknown option $option" >&2; exit 64 ;; esac
        done
        exec '%s' "$@"
        """
            .formatted(foreign.equals("none of them") ? "'none'" : foreign, name, real));
  }

  /** Makes a tool that the script finds. */
  void script(String name, String commands) throws IOException {
    Path file = Files.writeString(tools.resolve(name), "#!/bin/bash\n" + commands);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Returns the folder of the project. */
  Path root() {
    return root;
  }

  /**
   * Leaves what a build of the examples leaves, and jars beside the right one. The programs are
   * those of this JVM.
   */
  void build() throws IOException {
    Path target = Files.createDirectories(root.resolve("examples/target"));
    for (String jar :
        List.of("1.0-sources", "1.0-javadoc", "1.0-tests", "1.0", "0.9", "1.0-SNAPSHOT")) {
      Path file = target.resolve("adjoint-examples-" + jar + ".jar");
      new JarOutputStream(Files.newOutputStream(file)).close();
    }
    Files.createDirectories(target.resolve("maven-archiver"));
    Files.writeString(
        target.resolve("maven-archiver/pom.properties"), "groupId=dev.adjoint\nversion=1.0\n");
    Files.writeString(target.resolve("class-path.txt"), System.getProperty("java.class.path"));
    Files.createFile(target.resolve("run.stamp"));
    Files.setLastModifiedTime(
        target.resolve("run.stamp"), FileTime.from(Instant.now().plusSeconds(60)));
  }

  /** Runs the script, or a link to it, and returns what came of it. */
  Outcome run(Path script, Path folder, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path err = Files.createTempFile(tools, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CDPATH", "/");
    Process process = builder.start();
    try (var writer = process.outputWriter()) {
      writer.write(input);
    }
    List<String> out = process.inputReader().lines().toList();
    return new Outcome(process.waitFor(), out, Files.readAllLines(err));
  }

  /** Runs the script in the folder of the project. */
  Outcome run(String... arguments) throws IOException, InterruptedException {
    return run(root.resolve("run"), root, "", arguments);
  }
}
