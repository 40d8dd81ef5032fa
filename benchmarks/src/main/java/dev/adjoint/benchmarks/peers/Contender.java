// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One who does the workloads, in a process of its own.
 *
 * @param name what the files say
 * @param command what starts the process, to which the name of the workload is added
 * @param environment what the process finds in its environment besides that of this one
 * @param mayFail whether it is left out of a workload for which it does not get ready
 */
record Contender(
    String name,
    ImmutableList<String> command,
    ImmutableMap<String, String> environment,
    boolean mayFail) {
  /**
   * Steps allocate nothing, but compiling does. By default a JVM lets garbage pile up in a share of
   * the machine's memory, which is then counted as the process's own, before it first looks at it.
   */
  private static final String YOUNG = "-Xmn48m";

  private static final String DJL_SERVER = "dev.adjoint.benchmarks.peers.djl.DjlServer";

  /** Returns Adjoint on a number of threads. */
  static Contender adjoint(int threads) {
    return new Contender(
        "adjoint",
        java(
            AdjointServer.class.getName(),
            "--add-modules=jdk.incubator.vector",
            "-Dadjoint.threads=" + threads,
            "-XX:+UseSerialGC",
            YOUNG),
        ImmutableMap.of(),
        false);
  }

  /**
   * Returns DJL with PyTorch on a number of threads.
   *
   * @throws IllegalStateException if this was built without it
   */
  static Contender djl(int threads) {
    try {
      Class.forName(DJL_SERVER, false, Contender.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("built without DJL: build with -Ppeers, as ./run does", e);
    }
    return new Contender(
        "djl",
        java(DJL_SERVER, "--enable-native-access=ALL-UNNAMED", "-Dai.djl.offline=true"),
        ImmutableMap.of("PYTORCH_VERSION", "2.7.1", "OMP_NUM_THREADS", Integer.toString(threads)),
        false);
  }

  /**
   * Returns the contenders of a Python that has JAX, optax and PyTorch.
   *
   * @param python the interpreter
   * @param threads how many threads each uses
   * @throws IllegalStateException if that Python does not start or lacks one of them
   */
  static ImmutableList<Contender> python(Path python, int threads) throws IOException {
    checkModules(python);
    Path script = Files.createTempFile("steps", ".py");
    script.toFile().deleteOnExit();
    try (InputStream resource = Contender.class.getResourceAsStream("steps.py")) {
      if (resource == null) {
        throw new IllegalStateException("steps.py is not on the class path");
      }
      Files.write(script, resource.readAllBytes());
    }
    String count = Integer.toString(threads);
    return List.of("jax", "torch", "torch-compile").stream()
        .map(peer ->
            new Contender(
                peer,
                ImmutableList.of(python.toString(), script.toString(), peer, count),
                ImmutableMap.of("OMP_NUM_THREADS", count),
                peer.equals("torch-compile")))
        .collect(ImmutableList.toImmutableList());
  }

  private static void checkModules(Path python) throws IOException {
    ProcessBuilder trial =
        new ProcessBuilder(python.toString(), "-c", "import numpy, jax, optax, torch")
            .redirectErrorStream(true);
    String cure = "; name a Python that has numpy, jax, optax and torch with --python PATH";
    try {
      Process process = trial.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        String last = said.lines().reduce("", (_, line) -> line);
        throw new IllegalStateException(python + ": " + last + cure);
      }
    } catch (IOException e) {
      throw new IllegalStateException(python + " does not start" + cure, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while trying " + python);
    }
  }

  private static ImmutableList<String> java(String main, String... options) {
    return ImmutableList.<String>builder()
        .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .add(options)
        .add("-cp", System.getProperty("java.class.path"), main)
        .build();
  }

  /**
   * Starts the process for one workload and waits until its step is ready.
   *
   * @throws ContestException if it is not
   */
  Session start(String workload) {
    return process(
        ImmutableList.of(workload), (process, errors) -> Session.over(name, process, errors));
  }

  /**
   * Returns how this contender gets going with a workload, in a process of its own.
   *
   * @param seconds how long the process does steps
   * @throws ContestException if it fails
   */
  StartUp startUp(String workload, double seconds) {
    return process(
        ImmutableList.of(workload, Double.toString(seconds)),
        (process, errors) -> {
          try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            return StartUp.parse(String.valueOf(in.readLine()));
          } finally {
            process.destroy();
            Files.deleteIfExists(errors);
          }
        });
  }

  private interface Use<T> {
    T of(Process process, Path errors) throws IOException;
  }

  private <T> T process(ImmutableList<String> arguments, Use<T> use) {
    ImmutableList<String> line =
        ImmutableList.<String>builder().addAll(command).addAll(arguments).build();
    try {
      Path errors = Files.createTempFile(name, ".log");
      errors.toFile().deleteOnExit();
      ProcessBuilder builder = new ProcessBuilder(line).redirectError(errors.toFile());
      builder.environment().putAll(environment);
      return use.of(startProcess(builder), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process startProcess(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ContestException(name + " does not start: " + e.getMessage(), e);
    }
  }
}
