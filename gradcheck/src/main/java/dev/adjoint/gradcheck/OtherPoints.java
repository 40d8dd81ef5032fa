// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.trace.Thresholds;
import dev.adjoint.graph.Tensor;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Checks a function at other points than the one that was asked for. Only errors count there, since
 * the function need not be defined, smooth, or sensitive.
 */
final class OtherPoints {
  /** So many points are looked at closely without finding anything before it is enough. */
  private static final int PATIENCE = 6;

  private final Settings settings;
  private final List<Screen> screens;
  private final RandomGenerator random;

  OtherPoints(Settings settings, List<Screen> screens, RandomGenerator random) {
    this.settings = settings;
    this.screens = screens;
    this.random = random;
  }

  /** Writes down the errors at the first point that has any. */
  void run(CheckedFunction subject, CheckLog protocol) {
    if (screens.isEmpty()) {
      return;
    }
    int looks = 0;
    for (SpecialPoints.Special special :
        SpecialPoints.around(subject.point(), thresholds(), random)) {
      if (looks < PATIENCE && isSuspicious(special)) {
        looks++;
        CheckLog far = new CheckLog(settings);
        new PointCheck(settings, far, random).run(subject.at(special.point(), special.place()));
        protocol.addErrors(far);
        if (protocol.hasErrors()) {
          return;
        }
      }
    }
  }

  private Collection<Double> thresholds() {
    TreeSet<Double> all = new TreeSet<>();
    screens.forEach(screen -> all.addAll(Thresholds.of(screen.values())));
    return all;
  }

  private boolean isSuspicious(SpecialPoints.Special special) {
    for (Screen screen : screens) {
      List<Tensor> own = screen.subject().point();
      List<Tensor> rest = own.subList(special.point().size(), own.size());
      List<Tensor> point = Stream.concat(special.point().stream(), rest.stream()).toList();
      if (screen.suspects(point, special.place())) {
        return true;
      }
    }
    return false;
  }
}
