// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Instruction;

/** The steps of an expansion on floats. */
record FloatSteps(int n) {
  private interface Binary {
    float apply(float a, float b);
  }

  private interface Comparison {
    boolean apply(float a, float b);
  }

  Object compute(Instruction instruction, Object[] in, float[] a) {
    return switch (instruction) {
      case ADD -> arithmetic(a, (float[]) in[1], (float u, float v) -> u + v);
      case SUB -> arithmetic(a, (float[]) in[1], (float u, float v) -> u - v);
      case MUL -> arithmetic(a, (float[]) in[1], (float u, float v) -> u * v);
      case DIV -> arithmetic(a, (float[]) in[1], (float u, float v) -> u / v);
      case NEG -> arithmetic(a, a, (float u, float v) -> -u);
      case ABS -> arithmetic(a, a, (float u, float v) -> Math.abs(u));
      case LESS -> comparison(a, (float[]) in[1], (float u, float v) -> u < v);
      case LESS_EQUAL -> comparison(a, (float[]) in[1], (float u, float v) -> u <= v);
      case EQUAL -> comparison(a, (float[]) in[1], (float u, float v) -> u == v);
      case FMA -> fma(a, (float[]) in[1], (float[]) in[2]);
      case SELECT -> select((boolean[]) in[0], a, (float[]) in[2]);
      case BITCAST -> bitcast(a);
      default -> throw new AssertionError(instruction);
    };
  }

  private float[] arithmetic(float[] a, float[] b, Binary step) {
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      y[i] = step.apply(a[i], b[i]);
    }
    return y;
  }

  private boolean[] comparison(float[] a, float[] b, Comparison step) {
    boolean[] y = new boolean[n];
    for (int i = 0; i < n; i++) {
      y[i] = step.apply(a[i], b[i]);
    }
    return y;
  }

  private float[] fma(float[] a, float[] b, float[] c) {
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      y[i] = Math.fma(a[i], b[i], c[i]);
    }
    return y;
  }

  private float[] select(boolean[] a, float[] b, float[] c) {
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      y[i] = a[i] ? b[i] : c[i];
    }
    return y;
  }

  /** The bits of a NaN are not made the same, as vectors do not either. */
  private int[] bitcast(float[] a) {
    int[] y = new int[n];
    for (int i = 0; i < n; i++) {
      y[i] = Float.floatToRawIntBits(a[i]);
    }
    return y;
  }
}
