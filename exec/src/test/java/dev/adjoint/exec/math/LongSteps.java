// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Instruction;

/** The steps of an expansion on longs. */
record LongSteps(int n) {
  private interface Binary {
    long apply(long a, long b);
  }

  Object compute(Instruction instruction, Object[] in, long[] a) {
    return switch (instruction) {
      case ADD -> arithmetic(a, (long[]) in[1], (long u, long v) -> u + v);
      case SUB -> arithmetic(a, (long[]) in[1], (long u, long v) -> u - v);
      case MUL -> arithmetic(a, (long[]) in[1], (long u, long v) -> u * v);
      case AND -> arithmetic(a, (long[]) in[1], (long u, long v) -> u & v);
      case OR -> arithmetic(a, (long[]) in[1], (long u, long v) -> u | v);
      case XOR -> arithmetic(a, (long[]) in[1], (long u, long v) -> u ^ v);
      case SHIFT_LEFT -> arithmetic(a, (long[]) in[1], (long u, long v) -> u << v);
      case SHIFT_RIGHT_UNSIGNED -> arithmetic(a, (long[]) in[1], (long u, long v) -> u >>> v);
      case EQUAL -> equal(a, (long[]) in[1]);
      case SELECT -> select((boolean[]) in[0], a, (long[]) in[2]);
      case BITCAST -> bitcast(a);
      default -> throw new AssertionError(instruction);
    };
  }

  private long[] arithmetic(long[] a, long[] b, Binary step) {
    long[] y = new long[n];
    for (int i = 0; i < n; i++) {
      y[i] = step.apply(a[i], b[i]);
    }
    return y;
  }

  private boolean[] equal(long[] a, long[] b) {
    boolean[] y = new boolean[n];
    for (int i = 0; i < n; i++) {
      y[i] = a[i] == b[i];
    }
    return y;
  }

  private long[] select(boolean[] a, long[] b, long[] c) {
    long[] y = new long[n];
    for (int i = 0; i < n; i++) {
      y[i] = a[i] ? b[i] : c[i];
    }
    return y;
  }

  private double[] bitcast(long[] a) {
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = Double.longBitsToDouble(a[i]);
    }
    return y;
  }
}
