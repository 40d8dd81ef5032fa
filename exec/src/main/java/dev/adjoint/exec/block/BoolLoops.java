// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import dev.adjoint.graph.Instruction;

/** One loop for each instruction on BOOL operands. An output may be one of the operands. */
final class BoolLoops {
  private BoolLoops() {}

  /** Computes {@code n} elements of an instruction. */
  static void run(
      Instruction instruction,
      boolean[] a,
      int ai,
      boolean[] b,
      int bi,
      boolean[] y,
      int yi,
      int n) {
    switch (instruction) {
      case EQUAL -> equal(a, ai, b, bi, y, yi, n);
      case AND -> and(a, ai, b, bi, y, yi, n);
      case OR -> or(a, ai, b, bi, y, yi, n);
      case XOR -> xor(a, ai, b, bi, y, yi, n);
      case NOT -> not(a, ai, y, yi, n);
      default -> throw new AssertionError(instruction);
    }
  }

  private static void equal(boolean[] a, int ai, boolean[] b, int bi, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] == b[bi + i];
    }
  }

  private static void and(boolean[] a, int ai, boolean[] b, int bi, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] & b[bi + i];
    }
  }

  private static void or(boolean[] a, int ai, boolean[] b, int bi, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] | b[bi + i];
    }
  }

  private static void xor(boolean[] a, int ai, boolean[] b, int bi, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] ^ b[bi + i];
    }
  }

  private static void not(boolean[] a, int ai, boolean[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = !a[ai + i];
    }
  }
}
