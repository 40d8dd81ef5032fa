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
 * Decides where in the arena of its dtype each temporary place lies: in the order of the steps,
 * each in the smallest gap that is large enough when it is first needed. Places that are needed at
 * the same step never overlap.
 */
public final class OffsetAssignment {
  private OffsetAssignment() {}

  /**
   * Gives every temporary place of a placement its offset and returns what they take.
   *
   * @param reuse whether memory that is no longer needed is used again
   * @throws IllegalStateException if the temporaries of a dtype have more than 2³¹−1 elements
   */
  public static Memory layOut(BufferAssignment placement, boolean reuse) {
    List<Allocation> byStart = new ArrayList<>(placement.temporaries());
    byStart.sort(Comparator.comparingInt(p -> p.from));
    PriorityQueue<Allocation> live = new PriorityQueue<>(Comparator.comparingInt(p -> p.to));
    Map<DType, BestFitAllocator> arenas = new EnumMap<>(DType.class);
    long liveBytes = 0;
    long mostBytes = 0;
    long allBytes = 0;
    for (Allocation place : byStart) {
      while (!live.isEmpty() && live.peek().to < place.from) {
        Allocation dead = live.remove();
        liveBytes -= dead.bytes();
        if (reuse) {
          arenas.get(dead.dtype).free(dead.number, dead.size);
        }
      }
      place.number = take(arenas.computeIfAbsent(place.dtype, _ -> new BestFitAllocator()), place);
      live.add(place);
      liveBytes += place.bytes();
      mostBytes = Math.max(mostBytes, liveBytes);
      allBytes += place.bytes() * place.contents;
    }
    ImmutableMap.Builder<DType, Integer> extents = ImmutableMap.builder();
    long planned = 0;
    for (Map.Entry<DType, BestFitAllocator> arena : arenas.entrySet()) {
      extents.put(arena.getKey(), arena.getValue().extent());
      planned += (long) arena.getValue().extent() * arena.getKey().bytes();
    }
    return new Memory(extents.buildOrThrow(), planned, allBytes, mostBytes);
  }

  private static int take(BestFitAllocator arena, Allocation place) {
    try {
      return arena.take(place.size);
    } catch (ArithmeticException e) {
      throw new IllegalStateException(
          "compile: the "
              + place.dtype
              + " temporaries need more than 2147483647 elements at once; use smaller batches",
          e);
    }
  }
}
