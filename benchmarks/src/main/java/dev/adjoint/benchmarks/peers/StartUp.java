// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * How a contender gets going, as one line of its process:
 *
 * <pre>{@code
 * started MADE COMPILED FIRST STEADY MEGABYTES
 * }</pre>
 *
 * @param made the seconds from the start of the JVM until the step was made, compilation included
 *     where there is one
 * @param compiled how many of these were compilation; NaN where there is none
 * @param first the seconds until the first step was finished
 * @param steady the seconds until steps took no more than what they take in the end, divided by
 *     {@value #SPEED}
 * @param megabytes by how much the resident memory of the process grew from before the step was
 *     made to its peak; NaN where the system does not tell
 */
record StartUp(double made, double compiled, double first, double steady, double megabytes) {
  /** The share of the final speed that counts as steady. */
  static final double SPEED = 0.9;

  private static final long LOADED = System.nanoTime();

  /** By the JVM's own clock: the system tells a process's start to the second only. */
  private static final double AGE_WHEN_LOADED =
      (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) * 1e-3;

  private static final int FEWEST_STEPS = 100;
  private static final double WINDOW_SECONDS = 0.1;
  private static final int WINDOW_STEPS = 5;

  /**
   * Returns what a line says.
   *
   * @throws ContestException if it is no such line
   */
  static StartUp parse(String line) {
    String[] words = line.split(" ");
    if (words.length != 6 || !words[0].equals("started")) {
      throw new ContestException("expected 'started …', got: " + line);
    }
    return new StartUp(
        Double.parseDouble(words[1]),
        Double.parseDouble(words[2]),
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]),
        Double.parseDouble(words[5]));
  }

  /** Returns the line. */
  String line() {
    return String.format(
        Locale.ROOT, "started %.3f %.3f %.3f %.3f %.1f", made, compiled, first, steady, megabytes);
  }

  /**
   * Makes a step in this process, runs it for some seconds, and returns how it got going.
   *
   * @param seconds how long to run; what the steps take in the last third is the final speed
   */
  static StartUp measure(Supplier<? extends Step> maker, double seconds) throws IOException {
    double before = megabytes("VmRSS");
    try (Step step = maker.get()) {
      double made = now();
      double[] ends = new double[1 << 16];
      int count = 0;
      do {
        step.run();
        if (count == ends.length) {
          ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = now();
      } while (count < FEWEST_STEPS || ends[count - 1] < made + seconds);
      return new StartUp(
          made,
          step.compileSeconds(),
          ends[0],
          steady(made, Arrays.copyOf(ends, count)),
          megabytes("VmHWM") - before);
    }
  }

  /**
   * Returns the time from which on steps are fast: the first end of a window of steps that took, in
   * the mean, no more than the final time of a step divided by {@link #SPEED}.
   *
   * @param made when the first step began
   * @param ends when each step ended
   */
  static double steady(double made, double[] ends) {
    int last = ends.length - 1;
    double from = ends[last] - (ends[last] - made) / 3;
    int third = Arrays.binarySearch(ends, from);
    third = Math.min(last - 1, third < 0 ? -third - 1 : third);
    double limit = (ends[last] - ends[third]) / (last - third) / SPEED;
    int begin = -1;
    for (int end = 0; end <= last; end++) {
      while (end - begin > WINDOW_STEPS && time(made, ends, begin + 1, end) > WINDOW_SECONDS) {
        begin++;
      }
      if (end - begin >= WINDOW_STEPS && time(made, ends, begin, end) / (end - begin) <= limit) {
        return ends[end];
      }
    }
    return ends[last];
  }

  /** Returns the time of the steps after one up to another; step −1 is the making. */
  private static double time(double made, double[] ends, int after, int to) {
    return ends[to] - (after < 0 ? made : ends[after]);
  }

  /** Returns the seconds since the process started. */
  private static double now() {
    return AGE_WHEN_LOADED + (System.nanoTime() - LOADED) * 1e-9;
  }

  private static double megabytes(String key) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return Double.NaN;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(key + ":"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(Double.NaN);
    }
  }
}
