// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.Lists;
import dev.adjoint.gradcheck.Finding.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Checks a large gradient in sums: all variables are dealt out at random into groups, and each
 * group is differentiated at once along a line of random signs. Every variable is in a sum, so no
 * wrong entry escapes; a sum that is wrong is halved until the entry is found.
 */
final class SumCheck {
  private static final int GROUPS = 64;

  private final Derivative derivative;
  private final CheckLog protocol;
  private final RandomGenerator random;

  SumCheck(Derivative derivative, CheckLog protocol, RandomGenerator random) {
    this.derivative = derivative;
    this.protocol = protocol;
    this.random = random;
  }

  /**
   * Writes down the wrong entry of each wrong sum, and says how many sums could not be told: those
   * too that are wrong while none of their entries is, since then the sum is at fault.
   */
  void run() {
    List<Integer> all = derivative.variables().shuffled(random);
    int inconclusive = 0;
    List<List<Integer>> groups = Lists.partition(all, (all.size() + GROUPS - 1) / GROUPS);
    for (List<Integer> group : groups) {
      Optional<Kind> fault = fault(group);
      List<Integer> wrong = fault.filter(Kind::isWrong).isPresent() ? narrow(group) : group;
      if (wrong.size() == 1 && isWrong(wrong)) {
        report(derivative.entry(wrong.getFirst()));
      } else if (fault.isPresent()) {
        inconclusive++;
      }
    }
    protocol.note(
        "all %s entries%s were checked in %s sums of random signs, %s of them inconclusive"
            .formatted(all.size(), derivative.where(), groups.size(), inconclusive));
    if (inconclusive > groups.size() / 4) {
      protocol.find(
          Kind.UNRESOLVED,
          "%s of %s sums over the entries of the gradient%s cannot be told by differences"
              .formatted(inconclusive, groups.size(), derivative.where()));
    }
  }

  /** Returns the smallest part of a group that is still wrong. */
  private List<Integer> narrow(List<Integer> group) {
    List<Integer> wrong = group;
    while (wrong.size() > 1) {
      List<Integer> left = wrong.subList(0, wrong.size() / 2);
      List<Integer> right = wrong.subList(wrong.size() / 2, wrong.size());
      if (isWrong(left)) {
        wrong = left;
      } else if (isWrong(right)) {
        wrong = right;
      } else {
        return wrong;
      }
    }
    return wrong;
  }

  private boolean isWrong(List<Integer> group) {
    return fault(group).filter(Kind::isWrong).isPresent();
  }

  private Optional<Kind> fault(List<Integer> group) {
    if (group.size() == 1) {
      return derivative.entry(group.getFirst()).fault();
    }
    double[] direction = new double[group.size()];
    Arrays.setAll(direction, _ -> random.nextBoolean() ? 1 : -1);
    return derivative.opinion(group, direction).fault();
  }

  private void report(Entry entry) {
    protocol.add(entry);
    protocol.find(
        Kind.MISMATCH,
        String.format(
            Locale.ROOT,
            "the gradient by %s%s differs from the numerical derivative at %s: analytic %.10g,"
                + " numeric %.10g ± %.2g",
            entry.input(),
            derivative.where(),
            entry.index(),
            entry.analytic(),
            entry.numeric(),
            entry.tolerance()));
  }
}
