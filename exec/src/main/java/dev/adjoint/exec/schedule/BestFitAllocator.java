// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The gaps of one arena. A request takes the smallest gap that is large enough; if there is none,
 * the arena grows, by less if there is a gap at its end. Each operation takes time logarithmic in
 * the number of gaps.
 */
final class BestFitAllocator {
  private final TreeMap<Integer, Integer> sizeByOffset = new TreeMap<>();

  /** The gaps as {@code size·2³² + offset}: in order of size, then offset. */
  private final TreeSet<Long> bySize = new TreeSet<>();

  private int extent;

  /** Returns the number of elements of the arena so far. */
  int extent() {
    return extent;
  }

  /**
   * Takes elements and returns the first one.
   *
   * @throws ArithmeticException if the arena would have more than 2³¹−1 elements
   */
  int take(int size) {
    if (size == 0) {
      return 0;
    }
    Long gap = bySize.ceiling((long) size << 32);
    if (gap != null) {
      int offset = gap.intValue();
      int gapSize = (int) (gap >>> 32);
      remove(offset, gapSize);
      add(offset + size, gapSize - size);
      return offset;
    }
    Map.Entry<Integer, Integer> last = sizeByOffset.lastEntry();
    int offset = extent;
    if (last != null && last.getKey() + last.getValue() == extent) {
      offset = last.getKey();
      remove(offset, last.getValue());
    }
    extent = Math.addExact(offset, size);
    return offset;
  }

  /** Gives elements back. */
  void free(int offset, int size) {
    if (size == 0) {
      return;
    }
    int from = offset;
    int to = offset + size;
    Map.Entry<Integer, Integer> before = sizeByOffset.lowerEntry(offset);
    if (before != null && before.getKey() + before.getValue() == offset) {
      from = before.getKey();
      remove(from, before.getValue());
    }
    Integer after = sizeByOffset.get(to);
    if (after != null) {
      remove(to, after);
      to += after;
    }
    add(from, to - from);
  }

  private void add(int offset, int size) {
    if (size > 0) {
      sizeByOffset.put(offset, size);
      bySize.add((long) size << 32 | offset);
    }
  }

  private void remove(int offset, int size) {
    sizeByOffset.remove(offset);
    bySize.remove((long) size << 32 | offset);
  }
}
