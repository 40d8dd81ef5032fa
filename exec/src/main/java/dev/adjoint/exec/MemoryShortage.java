// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.plan.Slot;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what a program needs memory for, where there is not enough of it. */
final class MemoryShortage {
  private static final int LARGEST = 3;

  private MemoryShortage() {}

  /** Returns the error to throw: what is needed in all, the largest parts, and the cure. */
  static OutOfMemoryError of(Plan plan, OutOfMemoryError cause) {
    long outputs = plan.outputs().stream().mapToLong(type -> type.bytes()).sum();
    OutOfMemoryError error =
        new OutOfMemoryError(
            "program: a run needs %s bytes for temporaries and %s for outputs, the heap has at most %s; largest: %s; give the JVM more with -Xmx, or compile for a smaller batch"
                .formatted(
                    plan.plannedBytes(), outputs, Runtime.getRuntime().maxMemory(), largest(plan)));
    error.initCause(cause);
    return error;
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
