// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Instruction;

/** The steps of an expansion on ints. */
record IntSteps(int n) {
  private interface Binary {
    int apply(int a, int b);
  }

  Object compute(Instruction instruction, Object[] in, int[] a) {
    return switch (instruction) {
      case ADD -> arithmetic(a, (int[]) in[1], (int u, int v) -> u + v);
      case SUB -> arithmetic(a, (int[]) in[1], (int u, int v) -> u - v);
      case MUL -> arithmetic(a, (int[]) in[1], (int u, int v) -> u * v);
      case AND -> arithmetic(a, (int[]) in[1], (int u, int v) -> u & v);
      case OR -> arithmetic(a, (int[]) in[1], (int u, int v) -> u | v);
      case XOR -> arithmetic(a, (int[]) in[1], (int u, int v) -> u ^ v);
      case SHIFT_LEFT -> arithmetic(a, (int[]) in[1], (int u, int v) -> u << v);
      case SHIFT_RIGHT_UNSIGNED -> arithmetic(a, (int[]) in[1], (int u, int v) -> u >>> v);
      case EQUAL -> equal(a, (int[]) in[1]);
      case SELECT -> select((boolean[]) in[0], a, (int[]) in[2]);
      case BITCAST -> bitcast(a);
      default -> throw new AssertionError(instruction);
    };
  }

  private int[] arithmetic(int[] a, int[] b, Binary step) {
    int[] y = new int[n];
    for (int i = 0; i < n; i++) {
      y[i] = step.apply(a[i], b[i]);
    }
    return y;
  }

  private boolean[] equal(int[] a, int[] b) {
    boolean[] y = new boolean[n];
    for (int i = 0; i < n; i++) {
      y[i] = a[i] == b[i];
    }
    return y;
  }

  private int[] select(boolean[] a, int[] b, int[] c) {
    int[] y = new int[n];
    for (int i = 0; i < n; i++) {
      y[i] = a[i] ? b[i] : c[i];
    }
    return y;
  }

  private float[] bitcast(int[] a) {
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      y[i] = Float.intBitsToFloat(a[i]);
    }
    return y;
  }
}
