// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import com.google.common.base.Preconditions;
import com.google.common.base.Splitter;
import dev.adjoint.graph.DType;
import java.util.List;

/**
 * What was measured of a function or of its derivative.
 *
 * @param function the function's name
 * @param dtype F32 or F64
 * @param order 0 for the function, 1 for its derivative
 * @param ulps the largest error
 * @param at where it is
 * @param wrong how often the result was of another kind than the true value, see {@link Worst}
 * @param wrongAt where that was first
 * @param points how many inputs were tried
 */
record AccuracyRow(
    String function,
    DType dtype,
    int order,
    double ulps,
    double at,
    long wrong,
    double wrongAt,
    long points) {
  static final String HEADER = "function,dtype,order,ulps,at,wrong,wrongAt,points";

  /** All floats. */
  static final long ALL = 1L << 32;

  static AccuracyRow of(Measured function, DType dtype, int order, Errors errors, long points) {
    Worst worst = order == 0 ? errors.value() : errors.slope();
    return new AccuracyRow(
        function.name(),
        dtype,
        order,
        worst.ulps(),
        worst.at(),
        worst.wrong(),
        worst.wrongAt(),
        points);
  }

  /** Returns a row from its line. */
  static AccuracyRow parse(String line) {
    List<String> f = Splitter.on(',').splitToList(line);
    Preconditions.checkArgument(f.size() == 8, "not %s: %s", HEADER, line);
    return new AccuracyRow(
        f.get(0),
        DType.valueOf(f.get(1)),
        Integer.parseInt(f.get(2)),
        Double.parseDouble(f.get(3)),
        Double.parseDouble(f.get(4)),
        Long.parseLong(f.get(5)),
        Double.parseDouble(f.get(6)),
        Long.parseLong(f.get(7)));
  }

  /** Returns the line of this. */
  String line() {
    return "%s,%s,%s,%s,%s,%s,%s,%s"
        .formatted(function, dtype.name(), order, ulps, at, wrong, wrongAt, points);
  }

  /** Returns whether the error is at most 1 ulp everywhere. */
  boolean isGood() {
    return ulps <= 1 && wrong == 0;
  }

  /** Returns what this row is about. */
  String key() {
    return "%s,%s,%s".formatted(function, dtype.name(), order);
  }
}
