// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import dev.adjoint.graph.Instruction;

/**
 * One loop for each instruction on I32 operands. Every loop is a method of its own and does one
 * thing, so that the JIT compiler vectorises it. An output may be one of the operands.
 */
final class I32Loops {
  private I32Loops() {}

  /** Computes {@code n} elements of an instruction whose result is I32. */
  static void run(
      Instruction instruction, int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    switch (instruction) {
      case ADD -> add(a, ai, b, bi, y, yi, n);
      case SUB -> sub(a, ai, b, bi, y, yi, n);
      case MUL -> mul(a, ai, b, bi, y, yi, n);
      case DIV -> div(a, ai, b, bi, y, yi, n);
      case MIN -> min(a, ai, b, bi, y, yi, n);
      case MAX -> max(a, ai, b, bi, y, yi, n);
      case NEG -> neg(a, ai, y, yi, n);
      case ABS -> abs(a, ai, y, yi, n);
      case AND -> and(a, ai, b, bi, y, yi, n);
      case OR -> or(a, ai, b, bi, y, yi, n);
      case XOR -> xor(a, ai, b, bi, y, yi, n);
      case SHIFT_LEFT -> shiftLeft(a, ai, b, bi, y, yi, n);
      case SHIFT_RIGHT -> shiftRight(a, ai, b, bi, y, yi, n);
      case SHIFT_RIGHT_UNSIGNED -> shiftRightUnsigned(a, ai, b, bi, y, yi, n);
      default -> throw new AssertionError(instruction);
    }
  }

  /** Computes {@code n} elements of a comparison. */
  static void compare(
      Instruction instruction, int[] a, int ai, int[] b, int bi, boolean[] y, int yi, int n) {
    switch (instruction) {
      case LESS -> less(a, ai, b, bi, y, yi, n);
      case LESS_EQUAL -> lessEqual(a, ai, b, bi, y, yi, n);
      case EQUAL -> equal(a, ai, b, bi, y, yi, n);
      default -> throw new AssertionError(instruction);
    }
  }

  private static void add(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] + b[bi + i];
    }
  }

  private static void sub(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] - b[bi + i];
    }
  }

  private static void mul(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] * b[bi + i];
    }
  }

  private static void div(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = b[bi + i] == 0 ? 0 : a[ai + i] / b[bi + i];
    }
  }

  private static void min(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.min(a[ai + i], b[bi + i]);
    }
  }

  private static void max(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.max(a[ai + i], b[bi + i]);
    }
  }

  private static void neg(int[] a, int ai, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = -a[ai + i];
    }
  }

  private static void abs(int[] a, int ai, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.abs(a[ai + i]);
    }
  }

  private static void and(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] & b[bi + i];
    }
  }

  private static void or(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] | b[bi + i];
    }
  }

  private static void xor(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] ^ b[bi + i];
    }
  }

  private static void shiftLeft(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] << b[bi + i];
    }
  }

  private static void shiftRight(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] >> b[bi + i];
    }
  }

  private static void shiftRightUnsigned(int[] a, int ai, int[] b, int bi, int[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] >>> b[bi + i];
    }
  }

  private static void less(int[] a, int ai, int[] b, int bi, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] < b[bi + i];
    }
  }

  private static void lessEqual(int[] a, int ai, int[] b, int bi, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] <= b[bi + i];
    }
  }

  private static void equal(int[] a, int ai, int[] b, int bi, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] == b[bi + i];
    }
  }
}
