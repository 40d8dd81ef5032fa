// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.Lists;
import dev.adjoint.gradcheck.Finding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Checks a large gradient in sums: all variables are dealt out into groups, those with derivatives
 * of about the same size into one, so that none drowns; and each group is differentiated at once
 * along a line of random signs. Every variable is in a sum, so no wrong entry escapes; a sum that
 * is wrong is halved until the entry is found, and one that cannot be told is halved some times.
 */
final class SumCheck {
  /** So many sums there are for up to {@link #MANY} variables. */
  private static final int GROUPS = 32;

  static final int MANY = 1 << 14;

  /** So many sums there are for more. */
  private static final int FEW_GROUPS = 8;

  /** So many further sums may be looked at where some cannot be told. */
  private static final int PATIENCE = 32;

  private final Derivative derivative;
  private final CheckLog protocol;
  private final RandomGenerator random;
  private final List<Integer> found = new ArrayList<>();
  private int patience = PATIENCE;
  private int sums;
  private int unclear;

  SumCheck(Derivative derivative, CheckLog protocol, RandomGenerator random) {
    this.derivative = derivative;
    this.protocol = protocol;
    this.random = random;
  }

  /** Returns a wrong entry of each wrong sum. */
  List<Integer> run() {
    List<Integer> all = bySize();
    int groups = Math.min(all.size(), all.size() > MANY ? FEW_GROUPS : GROUPS);
    for (List<Integer> group : Lists.partition(all, (all.size() + groups - 1) / groups)) {
      check(group);
    }
    protocol.note(
        "all %s entries%s were checked in %s sums of random signs, %s entries of them in"
                .formatted(all.size(), derivative.where(), sums, unclear)
            + " inconclusive ones");
    if (unclear > all.size() / 4) {
      protocol.find(
          Kind.UNRESOLVED,
          "%s of %s entries of the gradient%s are in sums that cannot be told by differences"
              .formatted(unclear, all.size(), derivative.where()));
    }
    return found;
  }

  /** Returns all variables by the exponent of the derivative, and at random within one. */
  private List<Integer> bySize() {
    double[] gradient = derivative.analytic();
    List<Integer> all = derivative.variables().shuffled(random);
    all.sort(Comparator.comparingInt(i -> Math.getExponent(gradient[i])));
    return all;
  }

  /**
   * Finds a wrong entry of a sum. One that is wrong while none of its entries is cannot be told,
   * since then the sum is at fault.
   */
  private void check(List<Integer> group) {
    sums++;
    Optional<Kind> fault = fault(group);
    if (fault.isEmpty()) {
      return;
    }
    if (fault.get().isWrong()) {
      List<Integer> wrong = narrow(group);
      if (wrong.size() == 1 && isWrong(wrong)) {
        found.add(wrong.getFirst());
        return;
      }
    }
    if (group.size() > 1 && patience > 0) {
      patience -= 2;
      check(group.subList(0, group.size() / 2));
      check(group.subList(group.size() / 2, group.size()));
    } else {
      unclear += group.size();
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
}
