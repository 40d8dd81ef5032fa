// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Instruction;

/** The steps of an expansion on doubles. */
record DoubleSteps(int n) {
  private interface Binary {
    double apply(double a, double b);
  }

  private interface Comparison {
    boolean apply(double a, double b);
  }

  Object compute(Instruction instruction, Object[] in, double[] a) {
    return switch (instruction) {
      case ADD -> arithmetic(a, (double[]) in[1], (double u, double v) -> u + v);
      case SUB -> arithmetic(a, (double[]) in[1], (double u, double v) -> u - v);
      case MUL -> arithmetic(a, (double[]) in[1], (double u, double v) -> u * v);
      case DIV -> arithmetic(a, (double[]) in[1], (double u, double v) -> u / v);
      case NEG -> arithmetic(a, a, (double u, double v) -> -u);
      case ABS -> arithmetic(a, a, (double u, double v) -> Math.abs(u));
      case LESS -> comparison(a, (double[]) in[1], (double u, double v) -> u < v);
      case LESS_EQUAL -> comparison(a, (double[]) in[1], (double u, double v) -> u <= v);
      case EQUAL -> comparison(a, (double[]) in[1], (double u, double v) -> u == v);
      case FMA -> fma(a, (double[]) in[1], (double[]) in[2]);
      case SELECT -> select((boolean[]) in[0], a, (double[]) in[2]);
      case BITCAST -> bitcast(a);
      default -> throw new AssertionError(instruction);
    };
  }

  private double[] arithmetic(double[] a, double[] b, Binary step) {
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = step.apply(a[i], b[i]);
    }
    return y;
  }

  private boolean[] comparison(double[] a, double[] b, Comparison step) {
    boolean[] y = new boolean[n];
    for (int i = 0; i < n; i++) {
      y[i] = step.apply(a[i], b[i]);
    }
    return y;
  }

  private double[] fma(double[] a, double[] b, double[] c) {
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = Math.fma(a[i], b[i], c[i]);
    }
    return y;
  }

  private double[] select(boolean[] a, double[] b, double[] c) {
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = a[i] ? b[i] : c[i];
    }
    return y;
  }

  /** The bits of a NaN are not made the same, as vectors do not either. */
  private long[] bitcast(double[] a) {
    long[] y = new long[n];
    for (int i = 0; i < n; i++) {
      y[i] = Double.doubleToRawLongBits(a[i]);
    }
    return y;
  }
}
