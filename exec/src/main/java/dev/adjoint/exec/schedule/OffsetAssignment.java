// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.exec.plan.Memory;
import dev.adjoint.graph.DType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Decides where in the arena of its dtype each temporary allocation lies: in the order of the
 * steps, each in the smallest gap that is large enough when it is first needed. Allocations that
 * are needed at the same step never overlap.
 */
public final class OffsetAssignment {
  private OffsetAssignment() {}

  /**
   * Gives every temporary allocation of an assignment its offset and returns the memory that they
   * take.
   *
   * @param reuse whether memory that is no longer needed is used again
   * @throws IllegalStateException if the temporaries of a dtype have more than 2³¹−1 elements
   */
  public static Memory layOut(BufferAssignment assignment, boolean reuse) {
    List<Allocation> byStart = new ArrayList<>(assignment.temporaries());
    byStart.sort(Comparator.comparingInt(p -> p.from));
    PriorityQueue<Allocation> live = new PriorityQueue<>(Comparator.comparingInt(p -> p.to));
    Map<DType, BestFitAllocator> arenas = new EnumMap<>(DType.class);
    long liveBytes = 0;
    long mostBytes = 0;
    long allBytes = 0;
    for (Allocation allocation : byStart) {
      while (!live.isEmpty() && live.peek().to < allocation.from) {
        Allocation dead = live.remove();
        liveBytes -= dead.bytes();
        if (reuse) {
          arenas.get(dead.dtype).free(dead.number, dead.size);
        }
      }
      allocation.number =
          take(arenas.computeIfAbsent(allocation.dtype, _ -> new BestFitAllocator()), allocation);
      live.add(allocation);
      liveBytes += allocation.bytes();
      mostBytes = Math.max(mostBytes, liveBytes);
      allBytes += allocation.bytes() * allocation.ranges;
    }
    ImmutableMap.Builder<DType, Integer> extents = ImmutableMap.builder();
    long planned = 0;
    for (Map.Entry<DType, BestFitAllocator> arena : arenas.entrySet()) {
      extents.put(arena.getKey(), arena.getValue().extent());
      planned += (long) arena.getValue().extent() * arena.getKey().bytes();
    }
    return new Memory(extents.buildOrThrow(), planned, allBytes, mostBytes);
  }

  private static int take(BestFitAllocator arena, Allocation allocation) {
    try {
      return arena.take(allocation.size);
    } catch (ArithmeticException e) {
      throw new IllegalStateException(
          "compile: the "
              + allocation.dtype
              + " temporaries need more than 2147483647 elements at once; use smaller batches",
          e);
    }
  }
}
