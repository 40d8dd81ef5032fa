// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts a JVM on the class path, as users do who have no modules. */
public final class FreshJvm {
  /** The option without which there are no vectors on the class path. */
  public static final String VECTORS = "--add-modules=jdk.incubator.vector";

  private FreshJvm() {}

  /** Returns what a JVM prints and says that runs a program of the tests. */
  public static String run(Class<?> program, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    String classPath =
        Stream.of(Program.class, program, DType.class, ImmutableList.class)
            .map(FreshJvm::locationOf)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    command.addAll(List.of("-cp", classPath, program.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output;
  }

  private static String locationOf(Class<?> type) {
    var source = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(source.toString())).toString();
  }
}
