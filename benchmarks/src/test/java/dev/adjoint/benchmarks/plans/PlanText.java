// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.plans;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.LinkedHashMultiset;
import com.google.common.collect.Lists;
import com.google.common.collect.Multiset;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.plan.Memory;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanPrinter;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes a plan so that a person can read it, a recurrent network's too: as {@link PlanPrinter}
 * does, but what repeats is said once.
 *
 * <ul>
 *   <li>Of a long list of slots or types the first are named, the others counted by their kind.
 *   <li>Steps that come again and again are written once, with how often they come. They may differ
 *       in the numbers of their slots, and in where they begin to read, but in nothing else.
 *   <li>So is a body that differs from the one before it in no more than that.
 * </ul>
 */
final class PlanText {
  private static final String INDENT = "    ";

  /** How many entries of a list are named if it has more than {@link #LONGEST_LIST}. */
  private static final int NAMED = 6;

  private static final int LONGEST_LIST = 14;

  /** How many steps in a row may make up what repeats. */
  private static final int LONGEST_PERIOD = 6;

  /** How often something must come for the rest not to be written. */
  private static final int LEAST_REPEATS = 3;

  private static final Pattern NUMBER = Pattern.compile("(?<=\\b[xvcy]|@|\\bfrom )\\d+");

  private PlanText() {}

  /** Returns the text of a plan. */
  static String of(Plan plan) {
    return Joiner.on('\n').join(lines(plan)) + "\n";
  }

  private static List<String> lines(Plan plan) {
    List<String> lines = new ArrayList<>();
    List<PlanStep> steps = new ArrayList<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      steps.add(plan.steps().get(i));
      if (plan.bodies().containsKey(i)) {
        addSteps(plan, steps, lines);
        steps.clear();
        addBodies(plan.bodies().get(i), lines);
      }
    }
    addSteps(plan, steps, lines);
    lines.add(memory(plan));
    return lines;
  }

  private static String memory(Plan plan) {
    Memory memory = plan.memory();
    return String.format(
        Locale.ROOT,
        "temporaries: %,d bytes planned, %,d without reuse, %,d at least, %,d with bodies",
        memory.plannedBytes(),
        memory.bytesWithoutReuse(),
        memory.lowerBound(),
        plan.plannedBytes());
  }

  private static void addBodies(ImmutableList<Plan> bodies, List<String> lines) {
    List<String> last = List.of();
    for (int b = 0; b < bodies.size(); b++) {
      List<String> body = lines(bodies.get(b));
      lines.add(INDENT + "body " + b + (isAlike(body, last) ? " is like the last" : ""));
      if (!isAlike(body, last)) {
        body.forEach(line -> lines.add(INDENT + line));
      }
      last = body;
    }
  }

  private static boolean isAlike(List<String> a, List<String> b) {
    return a.stream()
        .map(PlanText::pattern)
        .toList()
        .equals(b.stream().map(PlanText::pattern).toList());
  }

  private static void addSteps(Plan plan, List<PlanStep> steps, List<String> lines) {
    List<String> patterns =
        steps.stream().map(step -> pattern(PlanPrinter.line(plan, step))).toList();
    int at = 0;
    while (at < steps.size()) {
      int period = period(patterns, at);
      for (int i = 0; i < period; i++) {
        lines.add(line(plan, steps.get(at + i)));
      }
      int repeats = repeats(patterns, at, period);
      if (repeats >= LEAST_REPEATS) {
        String what = period == 1 ? "this step" : "these " + period + " steps";
        lines.add("  … " + what + " " + repeats + " times");
        at += repeats * period;
      } else {
        at += period;
      }
    }
  }

  /** Returns how many steps from a given one on come again often enough; 1 if none do. */
  private static int period(List<String> patterns, int at) {
    for (int period = 1; period <= LONGEST_PERIOD; period++) {
      if (repeats(patterns, at, period) >= LEAST_REPEATS) {
        return period;
      }
    }
    return 1;
  }

  /** Returns how often the {@code period} steps from {@code at} on come in a row. */
  private static int repeats(List<String> patterns, int at, int period) {
    int end = at + period;
    while (end < patterns.size() && patterns.get(end).equals(patterns.get(end - period))) {
      end++;
    }
    return (end - at) / period;
  }

  private static String pattern(String line) {
    return NUMBER.matcher(line).replaceAll("");
  }

  private static String line(Plan plan, PlanStep step) {
    return switch (step) {
      case PlanStep.Copy _ -> PlanPrinter.line(plan, step);
      case PlanStep.Apply apply ->
          "%s = %s%s %s : %s%s"
              .formatted(
                  slots(plan, apply.writes()),
                  apply.op().name(),
                  apply.op().parameters(),
                  slots(plan, apply.reads()),
                  list(Lists.transform(apply.outputTypes(), TensorType::toString)),
                  apply.isInPlace() ? "  in place" : "");
    };
  }

  private static String slots(Plan plan, ImmutableIntArray numbers) {
    return list(Lists.transform(numbers.asList(), slot -> plan.slots().get(slot).toString()));
  }

  private static String list(List<String> entries) {
    if (entries.size() <= LONGEST_LIST) {
      return Joiner.on(", ").join(entries);
    }
    List<String> shown = new ArrayList<>(entries.subList(0, NAMED));
    Multiset<String> others = LinkedHashMultiset.create();
    for (String entry : entries.subList(NAMED, entries.size())) {
      others.add(pattern(entry).replace("@", ""));
    }
    others.forEachEntry((kind, count) -> shown.add("… " + count + " " + kind));
    return Joiner.on(", ").join(shown);
  }
}
