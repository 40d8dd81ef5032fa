// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

/**
 * The order of the sum of a long product, stated as a recursion; the faster ways are held to it.
 */
final class SumOrder {
  private static final int BLOCK = 128;
  private static final int FAN = 8;

  private SumOrder() {}

  /** A term of a sum of floats. */
  interface FloatTerm {
    /** Returns the sum with a term more. */
    float plus(float sum, int term);
  }

  /** A term of a sum of doubles. */
  interface DoubleTerm {
    /** Returns the sum with a term more. */
    double plus(double sum, int term);
  }

  /** Returns the sum of terms {@code [0, k)}. */
  static float floats(int k, FloatTerm terms) {
    return floats(0, k, terms);
  }

  private static float floats(int from, int to, FloatTerm terms) {
    if (to - from <= BLOCK) {
      float sum = 0;
      for (int p = from; p < to; p++) {
        sum = terms.plus(sum, p);
      }
      return sum;
    }
    int part = part(to - from);
    float sum = floats(from, from + part, terms);
    for (int p = from + part; p < to; p += part) {
      sum += floats(p, Math.min(to, p + part), terms);
    }
    return sum;
  }

  /** Returns the sum of terms {@code [0, k)}. */
  static double doubles(int k, DoubleTerm terms) {
    return doubles(0, k, terms);
  }

  private static double doubles(int from, int to, DoubleTerm terms) {
    if (to - from <= BLOCK) {
      double sum = 0;
      for (int p = from; p < to; p++) {
        sum = terms.plus(sum, p);
      }
      return sum;
    }
    int part = part(to - from);
    double sum = doubles(from, from + part, terms);
    for (int p = from + part; p < to; p += part) {
      sum += doubles(p, Math.min(to, p + part), terms);
    }
    return sum;
  }

  /** Returns the least power of {@link #FAN} blocks that makes so few parts of some terms. */
  private static int part(int terms) {
    int part = BLOCK;
    while (part * FAN < terms) {
      part *= FAN;
    }
    return part;
  }
}
