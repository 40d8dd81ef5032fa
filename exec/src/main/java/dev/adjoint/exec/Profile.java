// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Where the time of a program goes, step by step of its plan. {@link #toString} prints the steps
 * that take most first:
 *
 * <pre>{@code
 *  share        µs  step
 *  81.0%      64.2  t.f32@0 = matmul x0, v0 : f32[32, 10]
 *  19.0%      15.1  y0 = add t.f32@0, v1 : f32[32, 10]
 * 100.0%      79.3  2 steps
 * }</pre>
 *
 * @param nanos the median time of each step in nanoseconds, in the order of the plan
 * @param lines the steps, as {@link dev.adjoint.exec.plan.PlanPrinter} prints them
 */
public record Profile(ImmutableLongArray nanos, ImmutableList<String> lines) {
  /** How much of a line is printed: the groups of a fused loop can be long. */
  private static final int WIDTH = 160;

  /** Returns the sum of the median times of all steps, in nanoseconds. */
  public long total() {
    return nanos.stream().sum();
  }

  @Override
  public String toString() {
    List<Integer> order =
        IntStream.range(0, nanos.length())
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> nanos.get(i)).reversed())
            .toList();
    StringBuilder out = new StringBuilder(" share        µs  step\n");
    order.forEach(i -> line(out, nanos.get(i), lines.get(i)));
    line(out, total(), nanos.length() + " steps");
    return out.toString();
  }

  private void line(StringBuilder out, long time, String text) {
    double share = total() == 0 ? 0 : 100.0 * time / total();
    String shown = text.length() > WIDTH ? text.substring(0, WIDTH) + "…" : text;
    out.append(String.format(Locale.ROOT, "%5.1f%%  %8.1f  %s\n", share, time * 1e-3, shown));
  }
}
