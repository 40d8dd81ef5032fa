// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.catalog;

import java.util.random.RandomGenerator;

/** The structure of randomly drawn square matrices; see {@link Arg#structured}. */
public enum Structure {
  /** {@code (B + Bᵀ)/2} for numbers {@code B} between −2 and 2. */
  SYMMETRIC {
    @Override
    void fill(double[] a, int at, int n, RandomGenerator random) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          double value = (number(random) + number(random)) / 2;
          a[at + i * n + j] = value;
          a[at + j * n + i] = value;
        }
      }
    }
  },

  /**
   * {@code B·Bᵀ/n + I} for numbers {@code B} between −2 and 2: symmetric, no eigenvalue below 1.
   */
  POSITIVE_DEFINITE {
    @Override
    void fill(double[] a, int at, int n, RandomGenerator random) {
      double[] b = random.doubles((long) n * n, -2, 2).toArray();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int k = 0; k < n; k++) {
            sum += b[i * n + k] * b[j * n + k];
          }
          a[at + i * n + j] = sum / n + (i == j ? 1 : 0);
        }
      }
    }
  },

  /** Numbers between −2 and 2 below the diagonal, between 1 and 2 on it, 0 above. */
  LOWER_TRIANGULAR {
    @Override
    void fill(double[] a, int at, int n, RandomGenerator random) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          a[at + i * n + j] = triangular(i - j, random);
        }
      }
    }
  },

  /** Numbers between −2 and 2 above the diagonal, between 1 and 2 on it, 0 below. */
  UPPER_TRIANGULAR {
    @Override
    void fill(double[] a, int at, int n, RandomGenerator random) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          a[at + i * n + j] = triangular(j - i, random);
        }
      }
    }
  },

  /** {@code Q} with {@code Qᵀ·Q = I} but for rounding: a product of {@code n} reflections. */
  ORTHOGONAL {
    @Override
    void fill(double[] a, int at, int n, RandomGenerator random) {
      for (int i = 0; i < n; i++) {
        a[at + i * n + i] = 1;
      }
      for (int k = 0; k < n; k++) {
        reflect(a, at, random.doubles(n, 0.5, 2).map(v -> random.nextBoolean() ? v : -v).toArray());
      }
    }
  };

  /** Writes a matrix of {@code n} rows into zeros, row by row from {@code at} on. */
  abstract void fill(double[] a, int at, int n, RandomGenerator random);

  private static double number(RandomGenerator random) {
    return random.nextDouble(-2, 2);
  }

  /** Returns an element by its distance into the triangle; 0 outside. */
  private static double triangular(int inside, RandomGenerator random) {
    return inside < 0 ? 0 : inside == 0 ? random.nextDouble(1, 2) : number(random);
  }

  /** Multiplies a matrix by {@code I − 2·v·vᵀ/(vᵀ·v)} (Householder, 1958) from the right. */
  private static void reflect(double[] a, int at, double[] v) {
    int n = v.length;
    double square = 0;
    for (double component : v) {
      square += component * component;
    }
    for (int i = 0; i < n; i++) {
      double along = 0;
      for (int j = 0; j < n; j++) {
        along += a[at + i * n + j] * v[j];
      }
      for (int j = 0; j < n; j++) {
        a[at + i * n + j] -= 2 * along / square * v[j];
      }
    }
  }
}
