// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import dev.adjoint.graph.Instruction;

/**
 * One loop for each instruction on F64 operands but the transcendental ones, which are expanded
 * before. Every loop is a method of its own and does one thing, so that the JIT compiler vectorises
 * it. An output may be one of the operands.
 */
final class F64Loops {
  private F64Loops() {}

  /** Computes {@code n} elements of an instruction whose result is F64. */
  static void run(
      Instruction instruction,
      double[] a,
      int ai,
      double[] b,
      int bi,
      double[] c,
      int ci,
      double[] y,
      int yi,
      int n) {
    switch (instruction) {
      case ADD -> add(a, ai, b, bi, y, yi, n);
      case SUB -> sub(a, ai, b, bi, y, yi, n);
      case MUL -> mul(a, ai, b, bi, y, yi, n);
      case DIV -> div(a, ai, b, bi, y, yi, n);
      case MIN -> min(a, ai, b, bi, y, yi, n);
      case MAX -> max(a, ai, b, bi, y, yi, n);
      case FMA -> fma(a, ai, b, bi, c, ci, y, yi, n);
      case NEG -> neg(a, ai, y, yi, n);
      case ABS -> abs(a, ai, y, yi, n);
      case SQRT -> sqrt(a, ai, y, yi, n);
      case FLOOR -> floor(a, ai, y, yi, n);
      case RINT -> rint(a, ai, y, yi, n);
      default -> throw new AssertionError(instruction);
    }
  }

  /** Computes {@code n} elements of a comparison. */
  static void compare(
      Instruction instruction, double[] a, int ai, double[] b, int bi, boolean[] y, int yi, int n) {
    switch (instruction) {
      case LESS -> less(a, ai, b, bi, y, yi, n);
      case LESS_EQUAL -> lessEqual(a, ai, b, bi, y, yi, n);
      case EQUAL -> equal(a, ai, b, bi, y, yi, n);
      default -> throw new AssertionError(instruction);
    }
  }

  private static void add(double[] a, int ai, double[] b, int bi, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] + b[bi + i];
    }
  }

  private static void sub(double[] a, int ai, double[] b, int bi, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] - b[bi + i];
    }
  }

  private static void mul(double[] a, int ai, double[] b, int bi, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] * b[bi + i];
    }
  }

  private static void div(double[] a, int ai, double[] b, int bi, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] / b[bi + i];
    }
  }

  private static void min(double[] a, int ai, double[] b, int bi, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.min(a[ai + i], b[bi + i]);
    }
  }

  private static void max(double[] a, int ai, double[] b, int bi, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.max(a[ai + i], b[bi + i]);
    }
  }

  private static void fma(
      double[] a, int ai, double[] b, int bi, double[] c, int ci, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.fma(a[ai + i], b[bi + i], c[ci + i]);
    }
  }

  private static void neg(double[] a, int ai, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = -a[ai + i];
    }
  }

  private static void abs(double[] a, int ai, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.abs(a[ai + i]);
    }
  }

  private static void sqrt(double[] a, int ai, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.sqrt(a[ai + i]);
    }
  }

  private static void floor(double[] a, int ai, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.floor(a[ai + i]);
    }
  }

  private static void rint(double[] a, int ai, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.rint(a[ai + i]);
    }
  }

  private static void less(double[] a, int ai, double[] b, int bi, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] < b[bi + i];
    }
  }

  private static void lessEqual(
      double[] a, int ai, double[] b, int bi, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] <= b[bi + i];
    }
  }

  private static void equal(double[] a, int ai, double[] b, int bi, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] == b[bi + i];
    }
  }
}
