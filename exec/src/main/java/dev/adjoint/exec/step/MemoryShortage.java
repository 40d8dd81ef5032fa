// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.plan.Slot;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Describes the memory that a program needs, for the error thrown where there is too little. */
public final class MemoryShortage extends OutOfMemoryError {
  private static final long serialVersionUID = 1;
  private static final int LARGEST = 3;

  private MemoryShortage(String message, OutOfMemoryError cause) {
    super(message);
    initCause(cause);
  }

  /** Returns the error to throw: the total memory needed, the largest parts, and the cure. */
  public static OutOfMemoryError of(Plan plan, OutOfMemoryError cause) {
    return of(plan, "", cause);
  }

  /**
   * Returns the error to throw where a step asks for memory of its own beyond that of the plan, as
   * the kernels of products and convolutions do to copy their operands.
   *
   * @param number which step of the plan it is
   */
  static OutOfMemoryError inStep(Plan plan, int number, OutOfMemoryError cause) {
    String step =
        switch (plan.steps().get(number)) {
          case PlanStep.Apply apply -> apply.op().name() + " " + apply.outputTypes().getFirst();
          case PlanStep.Copy _ -> "a copy";
        };
    return of(
        plan, "step %s, %s, finds no room for its working memory; ".formatted(number, step), cause);
  }

  private static OutOfMemoryError of(Plan plan, String step, OutOfMemoryError cause) {
    if (cause instanceof MemoryShortage) {
      return cause; // of a body, which knows better
    }
    long outputs = plan.outputs().stream().mapToLong(type -> type.bytes()).sum();
    return new MemoryShortage(
        "program: %sa run needs %s bytes for temporaries and %s for outputs, the heap has at most %s; largest: %s; give the JVM more with -Xmx, or compile for a smaller batch"
            .formatted(
                step,
                plan.plannedBytes(),
                outputs,
                Runtime.getRuntime().maxMemory(),
                largest(plan)),
        cause);
  }

  private static String largest(Plan plan) {
    Map<String, Long> results = new LinkedHashMap<>();
    for (PlanStep step : plan.steps()) {
      if (step instanceof PlanStep.Apply apply) {
        for (int i = 0; i < step.writes().length(); i++) {
          Slot slot = plan.slots().get(step.writes().get(i));
          String result = apply.op().name() + " " + apply.outputTypes().get(i);
          results.merge(result, slot.bytes(), Math::max);
        }
      }
    }
    return results.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(LARGEST)
        .map(entry -> entry.getKey() + " of " + entry.getValue() + " bytes")
        .collect(Collectors.joining(", "));
  }
}
