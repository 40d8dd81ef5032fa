// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;

/** Says what a wrong gradient looks like, from the pattern of its entries by one argument. */
final class FaultPattern {
  private static final double CLOSE = 1e-6;

  /** Between so many entries at least a pattern is more than chance. */
  private static final int FEW = 3;

  /**
   * An entry and where it was taken.
   *
   * @param x the number that was differentiated by
   */
  record Located(Entry entry, double x) {
    boolean isWrong() {
      return entry.has(Finding.Kind.MISMATCH);
    }

    double analytic() {
      return entry.analytic();
    }

    double numeric() {
      return entry.numeric();
    }
  }

  private final List<Located> all;
  private final List<Located> wrong;

  private FaultPattern(List<Located> all) {
    this.all = all;
    this.wrong = all.stream().filter(Located::isWrong).toList();
  }

  /** Returns the likely fault, to stand after the message about a mismatch; nothing if unknown. */
  static Optional<String> of(List<Located> entries) {
    FaultPattern pattern = new FaultPattern(entries);
    return pattern
        .permuted()
        .or(pattern::ratio)
        .or(pattern::offset)
        .map(what -> pattern.which().map(where -> what + " " + where).orElse(what))
        .or(pattern::which)
        .map(text -> pattern.isLaterOrder() ? text + "; " + DETACHED : text);
  }

  private static final String DETACHED =
      "the order before is right, so look for a value inside the rule that is detached, or for the"
          + " rule of an op that the rule uses";

  private boolean isLaterOrder() {
    return wrong.getFirst().entry().order() > 1;
  }

  private Optional<String> ratio() {
    if (wrong.stream().allMatch(e -> e.analytic() == 0)) {
      return Optional.of("the rule gives 0: a term or the whole input is left out");
    }
    if (wrong.stream().allMatch(e -> e.numeric() == 0)) {
      return Optional.of("the function does not depend on it there");
    }
    return constant(e -> e.analytic() / e.numeric())
        .map(ratio ->
            isClose(ratio, -1)
                ? "the sign is wrong"
                : String.format(Locale.ROOT, "it is %.6g times what it should be", ratio));
  }

  private Optional<String> offset() {
    return wrong.size() < FEW
        ? Optional.empty()
        : constant(e -> e.analytic() - e.numeric())
            .map(offset -> String.format(Locale.ROOT, "it is off by %.6g everywhere", offset));
  }

  private Optional<Double> constant(ToDoubleFunction<Located> of) {
    DoubleSummaryStatistics spread = wrong.stream().mapToDouble(of).summaryStatistics();
    return isClose(spread.getMin(), spread.getMax())
        ? Optional.of(spread.getAverage())
        : Optional.empty();
  }

  /** Looks for the right numbers in other places. */
  private Optional<String> permuted() {
    if (wrong.size() < 2) {
      return Optional.empty();
    }
    Map<ImmutableIntArray, Located> byIndex = new HashMap<>();
    all.forEach(e -> byIndex.put(e.entry().index(), e));
    boolean transposed =
        all.stream()
            .allMatch(e -> {
              Located other = byIndex.get(reversed(e.entry().index()));
              return other != null && isClose(e.analytic(), other.numeric());
            });
    if (transposed) {
      return Optional.of("it is transposed");
    }
    double[] got = all.stream().mapToDouble(Located::analytic).sorted().toArray();
    double[] due = all.stream().mapToDouble(Located::numeric).sorted().toArray();
    boolean same = true;
    for (int i = 0; i < got.length; i++) {
      same &= isClose(got[i], due[i]);
    }
    return same ? Optional.of("the right numbers stand in the wrong places") : Optional.empty();
  }

  private static ImmutableIntArray reversed(ImmutableIntArray index) {
    int[] reversed = index.toArray();
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = index.get(index.length() - 1 - i);
    }
    return ImmutableIntArray.copyOf(reversed);
  }

  /** Says which entries are wrong, if others are not. */
  private Optional<String> which() {
    if (wrong.size() == all.size()) {
      return Optional.empty();
    }
    double[] here = wrong.stream().mapToDouble(Located::x).sorted().toArray();
    double[] right =
        all.stream().filter(e -> !e.isWrong()).mapToDouble(Located::x).sorted().toArray();
    if (separates(here, right, x -> x == 0)) {
      return Optional.of("where the argument is 0");
    }
    if (separates(here, right, x -> x < 0)) {
      return Optional.of("where the argument is negative");
    }
    if (separates(here, right, x -> x > 0)) {
      return Optional.of("where the argument is positive");
    }
    if (here[0] > right[right.length - 1]) {
      return Optional.of(beyond("above", here[0], right[right.length - 1]));
    }
    if (here[here.length - 1] < right[0]) {
      return Optional.of(beyond("below", right[0], here[here.length - 1]));
    }
    return wrong.size() == 1
        ? Optional.of("at " + wrong.getFirst().entry().index() + " alone")
        : Optional.empty();
  }

  private static String beyond(String side, double upper, double lower) {
    return String.format(
        Locale.ROOT, "where the argument is %s a number from %.4g to %.4g", side, lower, upper);
  }

  private static boolean separates(double[] wrong, double[] right, DoublePredicate holds) {
    return Arrays.stream(wrong).allMatch(holds) && Arrays.stream(right).noneMatch(holds);
  }

  private static boolean isClose(double a, double b) {
    return Math.abs(a - b) <= CLOSE * Math.max(Math.abs(a), Math.abs(b));
  }
}
