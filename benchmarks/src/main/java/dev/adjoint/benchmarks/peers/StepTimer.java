// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import java.util.Arrays;

/** Times a step. Short ones are timed several at once, so that reading the clock costs nothing. */
public final class StepTimer {
  private static final long SAMPLE_NANOS = 200_000;

  /** The share of the time in which the processor comes back to this contender, not counted. */
  private static final double SETTLING = 0.1;

  private final Step step;
  private double[] samples = new double[1024];

  /** Creates the timer of a step. */
  public StepTimer(Step step) {
    this.step = step;
  }

  /** Returns the median time of a step in microseconds, having done steps for some seconds. */
  public double median(double seconds) {
    long nanos = (long) (seconds * 1e9);
    long steps = 0;
    long begun = System.nanoTime();
    long elapsed;
    do {
      step.run();
      steps++;
      elapsed = System.nanoTime() - begun;
    } while (elapsed < nanos * SETTLING);
    int together = (int) Math.max(1, Math.min(SAMPLE_NANOS * steps / elapsed, 1_000_000));
    int count = 0;
    long before = System.nanoTime();
    do {
      for (int i = 0; i < together; i++) {
        step.run();
      }
      long now = System.nanoTime();
      add(count++, (now - before) * 1e-3 / together);
      before = now;
    } while (before - begun < nanos);
    return Statistics.median(Arrays.copyOf(samples, count));
  }

  private void add(int at, double micros) {
    if (at == samples.length) {
      samples = Arrays.copyOf(samples, 2 * at);
    }
    samples[at] = micros;
  }
}
