package dev.adjoint.gradcheck;

import com.google.common.collect.Lists;
import dev.adjoint.gradcheck.Finding.Kind;
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
  private final Protocol protocol;
  private final RandomGenerator random;

  SumCheck(Derivative derivative, Protocol protocol, RandomGenerator random) {
    this.derivative = derivative;
    this.protocol = protocol;
    this.random = random;
  }

  /** Writes down an entry for each wrong sum, and says how many sums could not be told. */
  void run() {
    List<Integer> all = derivative.variables().shuffled(random);
    int inconclusive = 0;
    List<List<Integer>> groups = Lists.partition(all, (all.size() + GROUPS - 1) / GROUPS);
    for (List<Integer> group : groups) {
      Optional<Kind> fault = fault(group);
      if (fault.filter(Kind::isWrong).isPresent()) {
        report(narrow(group));
      } else if (fault.isPresent()) {
        inconclusive++;
      }
    }
    protocol.note(
        "all %s entries%s were checked in %s sums of random signs, %s of them inconclusive"
            .formatted(all.size(), derivative.where(), groups.size(), inconclusive));
  }

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
    double analytic = 0;
    for (int i = 0; i < direction.length; i++) {
      direction[i] = random.nextBoolean() ? 1 : -1;
      analytic += direction[i] * derivative.analytic()[group.get(i)];
    }
    Line line = derivative.line(group, direction);
    Estimate numeric = derivative.along(line);
    return derivative.fault(line, analytic, numeric, derivative.judge().tolerance(numeric, 0));
  }

  private void report(List<Integer> wrong) {
    Entry entry = derivative.entry(wrong.getFirst());
    if (wrong.size() == 1) {
      protocol.add(entry);
    }
    protocol.find(
        Kind.MISMATCH,
        wrong.size() == 1
            ? String.format(
                Locale.ROOT,
                "the gradient by %s%s differs from the numerical derivative at %s: analytic %.10g,"
                    + " numeric %.10g ± %.2g",
                entry.input(),
                derivative.where(),
                entry.index(),
                entry.analytic(),
                entry.numeric(),
                entry.tolerance())
            : "the gradient%s differs from the numerical derivative in a sum over %s entries, the"
                    .formatted(derivative.where(), wrong.size())
                + " first of them %s %s".formatted(entry.input(), entry.index()));
  }
}
