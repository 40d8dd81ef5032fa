// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.util.Locale;

/** The type of one element of a tensor. */
public enum DType {
  /** IEEE 754 binary32, the usual type for training models. */
  F32(4),
  /** IEEE 754 binary64. */
  F64(8),
  /** Two's-complement 32-bit integer. */
  I32(4),
  /** Two's-complement 64-bit integer. */
  I64(8),
  /** A truth value, stored as one {@code boolean} an element. */
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the number of bytes that one element takes in a heap array. */
  public int bytes() {
    return bytes;
  }

  /** Returns whether elements are floating-point numbers, the only ones that carry derivatives. */
  public boolean isFloating() {
    return this == F32 || this == F64;
  }

  /** Returns whether elements are integers ({@code I32} or {@code I64}; {@code BOOL} is none). */
  public boolean isInteger() {
    return this == I32 || this == I64;
  }

  /**
   * Returns a new zero-filled heap array: {@code float[]}, {@code double[]}, {@code int[]}, {@code
   * long[]} or {@code boolean[]}.
   *
   * @param length the number of elements, at least 0
   * @throws OutOfMemoryError if the heap has no room for it; the message says how much it takes
   */
  public Object newArray(int length) {
    try {
      return switch (this) {
        case F32 -> new float[length];
        case F64 -> new double[length];
        case I32 -> new int[length];
        case I64 -> new long[length];
        case BOOL -> new boolean[length];
      };
    } catch (OutOfMemoryError e) {
      OutOfMemoryError named =
          new OutOfMemoryError(
              "%s[%s] takes %s bytes, the heap has at most %s; give the JVM more with -Xmx, or make it smaller"
                  .formatted(
                      this, length, (long) length * bytes, Runtime.getRuntime().maxMemory()));
      named.initCause(e);
      throw named;
    }
  }

  /** Returns the name as printed in types, such as {@code f32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
