// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import com.google.common.collect.ImmutableList;
import java.util.Locale;

/**
 * How near two contenders must come to each other before it makes sense to time them. All compute
 * in F32 and add in orders of their own: the bounds leave room for that and for nothing else.
 */
enum Agreement {
  /** The loss at the initial weights. */
  FIRST_LOSS("first loss", 1e-5),
  /** The gradient there, which has gone through all of the backward pass. */
  GRADIENT_NORM("gradient norm", 1e-4),
  /** The loss after some steps: epsilon stands elsewhere in some implementations of Adam. */
  LATER_LOSS("loss after " + StepServer.STEPS_BEFORE_LATER + " steps", 1e-3);

  private final String what;
  private final double bound;

  Agreement(String what, double bound) {
    this.what = what;
    this.bound = bound;
  }

  private double in(Session.Ready ready) {
    return switch (this) {
      case FIRST_LOSS -> ready.first().loss();
      case GRADIENT_NORM -> ready.first().gradientNorm();
      case LATER_LOSS -> ready.laterLoss();
    };
  }

  /**
   * Checks that a peer computes what Adjoint computes.
   *
   * @param random whether the steps draw random numbers, after which each goes its own way; the
   *     first figures are without them
   * @throws ContestException if a figure differs by more than its bound; the message has both
   */
  static void check(boolean random, Session.Ready adjoint, String peer, Session.Ready ready) {
    for (Agreement figure : ImmutableList.copyOf(values())) {
      double a = figure.in(adjoint);
      double b = figure.in(ready);
      if (random && figure == LATER_LOSS) {
        continue;
      }
      double difference = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
      // Not "difference > bound", which NaN would pass; two zeros differ by NaN.
      if (a != b && !(difference <= figure.bound)) {
        throw new ContestException(
            String.format(
                Locale.ROOT,
                "adjoint and %s do not compute the same: %s %s and %s (relative difference %.1e, at most %.0e is allowed)",
                peer,
                figure.what,
                a,
                b,
                difference,
                figure.bound));
      }
    }
  }
}
