// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.machine;

import dev.adjoint.graph.DType;

/**
 * Copies slices of one length, each from one place to another, as lookups in a table do.
 *
 * <p>Slices of a large table come from memory, not from a cache. How long that takes depends on how
 * many of them the processor waits for at once, and so on how few instructions a copy has: whole
 * vectors take two thirds of the time of {@link System#arraycopy}.
 */
public abstract class SliceCopy {
  /** The elements from which vectors pay, which are slow until they are compiled. */
  private static final long LEAST_ELEMENTS = 1 << 14;

  /** The bytes of a slice from which {@link System#arraycopy} is as good. */
  private static final int MOST_BYTES = 1 << 11;

  SliceCopy() {}

  /**
   * Returns a copier.
   *
   * @param dtype the type of all elements
   * @param length the number of elements in a slice
   * @param slices about how many are copied at a time
   */
  public static SliceCopy of(DType dtype, int length, long slices) {
    int vector = VectorSupport.bits() / Byte.SIZE;
    long bytes = (long) length * dtype.bytes();
    boolean pays = vector > 0 && vector <= bytes && bytes <= MOST_BYTES;
    if (!pays || length * slices < LEAST_ELEMENTS) {
      return new Plain(length);
    }
    return switch (dtype) {
      case F32 -> new FloatSlices(length);
      case F64 -> new DoubleSlices(length);
      case I32, I64, BOOL -> new Plain(length);
    };
  }

  /** Copies a slice between two arrays, which differ or do not overlap. */
  public abstract void copy(Object from, int at, Object to, int target);

  /**
   * Copies the slices of a table that some numbers choose to neighbouring places.
   *
   * @param table the array that has slice 0 at {@code at}
   * @param slices has the numbers at {@code first} (inclusive) to {@code end} (exclusive); {@code
   *     ~n} stands for {@code n}
   * @param to the array that gets the first of them at {@code target}
   */
  public abstract void take(
      Object table, int at, int[] slices, int first, int end, Object to, int target);

  /**
   * Copies neighbouring slices to those places in a table that some numbers choose.
   *
   * @param from the array that has the first of them at {@code at}
   * @param table the array that has slice 0 at {@code target}
   * @param slices has the numbers at {@code first} (inclusive) to {@code end} (exclusive); a slice
   *     with a negative one is left out
   */
  public abstract void put(
      Object from, int at, Object table, int target, int[] slices, int first, int end);

  /** Copies as the JVM does. */
  private static final class Plain extends SliceCopy {
    private final int length;

    Plain(int length) {
      this.length = length;
    }

    @Override
    public void copy(Object from, int at, Object to, int target) {
      System.arraycopy(from, at, to, target, length);
    }

    @Override
    public void take(
        Object table, int at, int[] slices, int first, int end, Object to, int target) {
      for (int i = first; i < end; i++) {
        int n = slices[i] < 0 ? ~slices[i] : slices[i];
        System.arraycopy(table, at + n * length, to, target + (i - first) * length, length);
      }
    }

    @Override
    public void put(
        Object from, int at, Object table, int target, int[] slices, int first, int end) {
      for (int i = first; i < end; i++) {
        if (slices[i] >= 0) {
          System.arraycopy(
              from, at + (i - first) * length, table, target + slices[i] * length, length);
        }
      }
    }
  }
}
