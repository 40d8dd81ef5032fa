// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.DType;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/** Counts, from the end of a plan to its start, which elements of the arenas are still needed. */
final class LiveElements {
  private final Plan plan;
  private final Map<DType, BitSet> live = new EnumMap<>(DType.class);
  private long most;

  private LiveElements(Plan plan) {
    this.plan = plan;
  }

  /** Returns the bytes of the arenas that are needed at the same time, at most. */
  static long mostBytes(Plan plan) {
    LiveElements elements = new LiveElements(plan);
    for (PlanStep step : plan.steps().reverse()) {
      elements.set(step.reads(), true);
      elements.set(step.writes(), true);
      elements.count();
      elements.set(step.writes(), false);
      elements.set(step.reads(), true);
    }
    return elements.most;
  }

  private void set(ImmutableIntArray slots, boolean isLive) {
    for (int number : slots.asList()) {
      Slot slot = plan.slots().get(number);
      if (slot.kind() == Slot.Kind.TEMPORARY) {
        live.computeIfAbsent(slot.dtype(), _ -> new BitSet())
            .set(slot.number(), slot.number() + slot.size(), isLive);
      }
    }
  }

  private void count() {
    long bytes = 0;
    for (Map.Entry<DType, BitSet> arena : live.entrySet()) {
      bytes += (long) arena.getValue().cardinality() * arena.getKey().bytes();
    }
    most = Math.max(most, bytes);
  }
}
