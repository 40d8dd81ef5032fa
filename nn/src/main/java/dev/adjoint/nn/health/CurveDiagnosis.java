// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import com.google.common.collect.ImmutableList;
import dev.adjoint.nn.health.HealthFinding.Kind;
import dev.adjoint.nn.train.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds what the curves of the loss say: over- and underfitting, and a loss that does not come
 * down. The bounds are rules of thumb; of fewer than three epochs nothing is said.
 */
final class CurveDiagnosis {
  private static final int LEAST_EPOCHS = 3;

  /** A validation loss that has risen by this share of its least value. */
  private static final double RISEN = 0.05;

  /** A loss that is still above this share of the first one has hardly been learned. */
  private static final double HARDLY = 0.9;

  /** A loss that lost this share in its last third has not come to rest. */
  private static final double FALLING = 0.05;

  /** A rise from one epoch to the next that counts as a jump. */
  private static final double JUMP = 0.1;

  private final double[] train;
  private final List<HealthFinding> findings = new ArrayList<>();

  private CurveDiagnosis(double... train) {
    this.train = train;
  }

  /** Returns the findings of a training. */
  static ImmutableList<HealthFinding> of(History history) {
    int n = history.epochs().size();
    if (n < LEAST_EPOCHS || !history.epochs().getFirst().figures().containsKey(History.LOSS)) {
      return ImmutableList.of();
    }
    CurveDiagnosis diagnosis = new CurveDiagnosis(history.series(History.LOSS));
    boolean overfits = false;
    if (history.epochs().getFirst().figures().containsKey(History.VALIDATION + History.LOSS)) {
      overfits = diagnosis.overfitting(history.series(History.VALIDATION + History.LOSS));
    }
    diagnosis.fall(overfits);
    return ImmutableList.copyOf(diagnosis.findings);
  }

  private void add(Kind kind, String where, String format, Object... numbers) {
    findings.add(new HealthFinding(kind, where, String.format(Locale.ROOT, format, numbers)));
  }

  private boolean overfitting(double... validation) {
    int best = 0;
    for (int i = 0; i < validation.length; i++) {
      best = validation[i] < validation[best] ? i : best;
    }
    double last = validation[validation.length - 1];
    double first = validation[best];
    boolean overfits =
        last - first > RISEN * Math.abs(first) && train[train.length - 1] < train[best];
    if (overfits) {
      add(
          Kind.OVERFITTING,
          History.VALIDATION + History.LOSS,
          "least after epoch %d of %d, %.3g, and %.3g in the end, while the loss fell to %.3g",
          best + 1,
          validation.length,
          first,
          last,
          train[train.length - 1]);
    }
    return overfits;
  }

  private void fall(boolean overfits) {
    int n = train.length;
    double first = train[0];
    double last = train[n - 1];
    int jumps = 0;
    for (int i = 1; i < n; i++) {
      jumps += train[i] - train[i - 1] > JUMP * Math.abs(train[i - 1]) ? 1 : 0;
    }
    if (last > first) {
      add(Kind.RISING_LOSS, History.LOSS, "from %.3g to %.3g", first, last);
    } else if (jumps > n / 4) {
      add(
          Kind.UNSTABLE_LOSS,
          History.LOSS,
          "%d of %d epochs end more than 10 %% above the one before",
          jumps,
          n);
    } else if (!overfits && last > HARDLY * first) {
      add(Kind.UNDERFITTING, History.LOSS, "only from %.3g to %.3g", first, last);
    } else if (!overfits && last < (1 - FALLING) * train[n - 1 - n / 3]) {
      add(
          Kind.UNDERFITTING,
          History.LOSS,
          "still falling, from %.3g to %.3g in the last %d epochs",
          train[n - 1 - n / 3],
          last,
          n / 3);
    }
  }
}
