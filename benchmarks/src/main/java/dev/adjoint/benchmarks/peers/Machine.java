// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import dev.adjoint.exec.machine.Processor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where figures come from.
 *
 * @param processor the model, as far as the machine tells
 * @param kind the kind of the processor, see {@link ProcessorKind}
 * @param cores how many processors the JVM sees
 * @param jvm the name and version of the JVM
 * @param system the operating system
 * @param load how many processes wanted to run in the minute before, negative if unknown
 */
public record Machine(
    String processor, String kind, int cores, String jvm, String system, double load) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** Returns this machine, as busy as it is now. */
  public static Machine here() throws IOException {
    String model = model();
    return new Machine(
        model,
        ProcessorKind.of(Processor.current(), model),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String model() throws IOException {
    if (!Files.isReadable(CPU_INFO)) {
      return "unknown processor";
    }
    try (var lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    }
  }

  /** Returns whether others wanted to run so much that it shows in the figures. */
  public boolean isBusy() {
    return load >= 1;
  }

  /** Returns all of it in a line. */
  @Override
  public String toString() {
    String all = "%s, %s cores, %s, %s".formatted(processor, cores, jvm, system);
    return load < 0 ? all : all + String.format(Locale.ROOT, ", load %.2f before the start", load);
  }
}
