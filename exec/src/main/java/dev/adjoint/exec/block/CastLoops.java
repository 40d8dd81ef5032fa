// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import dev.adjoint.graph.DType;

/** One loop for each conversion between element types: as Java converts; BOOL is 0 and 1. */
final class CastLoops {
  private CastLoops() {}

  /** Converts {@code n} elements. */
  static void cast(DType from, Object a, int ai, DType to, Object y, int yi, int n) {
    switch (from) {
      case F32 -> fromF32((float[]) a, ai, to, y, yi, n);
      case F64 -> fromF64((double[]) a, ai, to, y, yi, n);
      case I32 -> fromI32((int[]) a, ai, to, y, yi, n);
      case I64 -> fromI64((long[]) a, ai, to, y, yi, n);
      case BOOL -> fromBool((boolean[]) a, ai, to, y, yi, n);
    }
  }

  private static void fromF32(float[] a, int ai, DType to, Object y, int yi, int n) {
    switch (to) {
      case F64 -> floatToDouble(a, ai, (double[]) y, yi, n);
      case I32 -> floatToInt(a, ai, (int[]) y, yi, n);
      case I64 -> floatToLong(a, ai, (long[]) y, yi, n);
      case BOOL -> floatToBoolean(a, ai, (boolean[]) y, yi, n);
      case F32 -> System.arraycopy(a, ai, y, yi, n);
    }
  }

  private static void fromF64(double[] a, int ai, DType to, Object y, int yi, int n) {
    switch (to) {
      case F32 -> doubleToFloat(a, ai, (float[]) y, yi, n);
      case I32 -> doubleToInt(a, ai, (int[]) y, yi, n);
      case I64 -> doubleToLong(a, ai, (long[]) y, yi, n);
      case BOOL -> doubleToBoolean(a, ai, (boolean[]) y, yi, n);
      case F64 -> System.arraycopy(a, ai, y, yi, n);
    }
  }

  private static void fromI32(int[] a, int ai, DType to, Object y, int yi, int n) {
    switch (to) {
      case F32 -> intToFloat(a, ai, (float[]) y, yi, n);
      case F64 -> intToDouble(a, ai, (double[]) y, yi, n);
      case I64 -> intToLong(a, ai, (long[]) y, yi, n);
      case BOOL -> intToBoolean(a, ai, (boolean[]) y, yi, n);
      case I32 -> System.arraycopy(a, ai, y, yi, n);
    }
  }

  private static void fromI64(long[] a, int ai, DType to, Object y, int yi, int n) {
    switch (to) {
      case F32 -> longToFloat(a, ai, (float[]) y, yi, n);
      case F64 -> longToDouble(a, ai, (double[]) y, yi, n);
      case I32 -> longToInt(a, ai, (int[]) y, yi, n);
      case BOOL -> longToBoolean(a, ai, (boolean[]) y, yi, n);
      case I64 -> System.arraycopy(a, ai, y, yi, n);
    }
  }

  private static void fromBool(boolean[] a, int ai, DType to, Object y, int yi, int n) {
    switch (to) {
      case F32 -> booleanToFloat(a, ai, (float[]) y, yi, n);
      case F64 -> booleanToDouble(a, ai, (double[]) y, yi, n);
      case I32 -> booleanToInt(a, ai, (int[]) y, yi, n);
      case I64 -> booleanToLong(a, ai, (long[]) y, yi, n);
      case BOOL -> System.arraycopy(a, ai, y, yi, n);
    }
  }

  private static void floatToDouble(float[] a, int ai, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i];
    }
  }

  private static void floatToInt(float[] a, int ai, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = (int) a[ai + i];
    }
  }

  private static void floatToLong(float[] a, int ai, long[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = (long) a[ai + i];
    }
  }

  private static void floatToBoolean(float[] a, int ai, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] != 0;
    }
  }

  private static void doubleToFloat(double[] a, int ai, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = (float) a[ai + i];
    }
  }

  private static void doubleToInt(double[] a, int ai, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = (int) a[ai + i];
    }
  }

  private static void doubleToLong(double[] a, int ai, long[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = (long) a[ai + i];
    }
  }

  private static void doubleToBoolean(double[] a, int ai, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] != 0;
    }
  }

  private static void intToFloat(int[] a, int ai, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i];
    }
  }

  private static void intToDouble(int[] a, int ai, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i];
    }
  }

  private static void intToLong(int[] a, int ai, long[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i];
    }
  }

  private static void intToBoolean(int[] a, int ai, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] != 0;
    }
  }

  private static void longToFloat(long[] a, int ai, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i];
    }
  }

  private static void longToDouble(long[] a, int ai, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i];
    }
  }

  private static void longToInt(long[] a, int ai, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = (int) a[ai + i];
    }
  }

  private static void longToBoolean(long[] a, int ai, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] != 0;
    }
  }

  private static void booleanToFloat(boolean[] a, int ai, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] ? 1 : 0;
    }
  }

  private static void booleanToDouble(boolean[] a, int ai, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] ? 1 : 0;
    }
  }

  private static void booleanToInt(boolean[] a, int ai, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] ? 1 : 0;
    }
  }

  private static void booleanToLong(boolean[] a, int ai, long[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] ? 1 : 0;
    }
  }
}
