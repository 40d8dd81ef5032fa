// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ScalarProgram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The loops of the instructions that move elements without computing with them. */
final class MoveLoops {
  private MoveLoops() {}

  /** Stores a literal {@code n} times. */
  static void fill(ScalarProgram.Step literal, Object y, int yi, int n) {
    switch (literal.dtype()) {
      case F32 -> Arrays.fill((float[]) y, yi, yi + n, (float) literal.floating());
      case F64 -> Arrays.fill((double[]) y, yi, yi + n, literal.floating());
      case I32 -> Arrays.fill((int[]) y, yi, yi + n, (int) literal.payload());
      case I64 -> Arrays.fill((long[]) y, yi, yi + n, literal.payload());
      case BOOL -> Arrays.fill((boolean[]) y, yi, yi + n, literal.payload() != 0);
    }
  }

  /** Stores {@code n} elements of {@code b} where {@code a} is true and of {@code c} elsewhere. */
  static void select(
      DType dtype,
      boolean[] a,
      int ai,
      @Nullable Object b,
      int bi,
      @Nullable Object c,
      int ci,
      Object y,
      int yi,
      int n) {
    switch (dtype) {
      case F32 -> select(a, ai, (float[]) b, bi, (float[]) c, ci, (float[]) y, yi, n);
      case F64 -> select(a, ai, (double[]) b, bi, (double[]) c, ci, (double[]) y, yi, n);
      case I32 -> select(a, ai, (int[]) b, bi, (int[]) c, ci, (int[]) y, yi, n);
      case I64 -> select(a, ai, (long[]) b, bi, (long[]) c, ci, (long[]) y, yi, n);
      case BOOL -> select(a, ai, (boolean[]) b, bi, (boolean[]) c, ci, (boolean[]) y, yi, n);
    }
  }

  /** Reinterprets {@code n} elements; every NaN reads as the one that Java specifies. */
  static void bitcast(DType from, Object a, int ai, Object y, int yi, int n) {
    switch (from) {
      case F32 -> floatBits((float[]) a, ai, (int[]) y, yi, n);
      case F64 -> doubleBits((double[]) a, ai, (long[]) y, yi, n);
      case I32 -> bitsFloat((int[]) a, ai, (float[]) y, yi, n);
      case I64 -> bitsDouble((long[]) a, ai, (double[]) y, yi, n);
      case BOOL -> throw new AssertionError(from);
    }
  }

  private static void select(
      boolean[] a, int ai, float[] b, int bi, float[] c, int ci, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] ? b[bi + i] : c[ci + i];
    }
  }

  private static void select(
      boolean[] a, int ai, double[] b, int bi, double[] c, int ci, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] ? b[bi + i] : c[ci + i];
    }
  }

  private static void select(
      boolean[] a, int ai, int[] b, int bi, int[] c, int ci, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] ? b[bi + i] : c[ci + i];
    }
  }

  private static void select(
      boolean[] a, int ai, long[] b, int bi, long[] c, int ci, long[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] ? b[bi + i] : c[ci + i];
    }
  }

  private static void select(
      boolean[] a, int ai, boolean[] b, int bi, boolean[] c, int ci, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] ? b[bi + i] : c[ci + i];
    }
  }

  private static void floatBits(float[] a, int ai, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Float.floatToIntBits(a[ai + i]);
    }
  }

  private static void doubleBits(double[] a, int ai, long[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Double.doubleToLongBits(a[ai + i]);
    }
  }

  private static void bitsFloat(int[] a, int ai, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Float.intBitsToFloat(a[ai + i]);
    }
  }

  private static void bitsDouble(long[] a, int ai, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Double.longBitsToDouble(a[ai + i]);
    }
  }
}
