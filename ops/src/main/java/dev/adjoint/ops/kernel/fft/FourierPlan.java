// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.fft;

/**
 * How to transform lines of one length: {@code yₖ = Σⱼ xⱼ·e^(−2πijk/n)}. Plans hold tables alone,
 * so that any number of threads may use one, each with memory of its own.
 */
interface FourierPlan {
  /** The largest prime that is summed directly. */
  int LARGEST_PRIME = 13;

  /**
   * Returns a plan: by factors where all are small, else by a convolution.
   *
   * @param n the length, from 1 on
   */
  static FourierPlan of(int n) {
    int rest = n;
    for (int p = 2; p <= LARGEST_PRIME; p++) {
      while (rest % p == 0) {
        rest /= p;
      }
    }
    return rest == 1 ? new MixedRadix(n) : new Bluestein(n);
  }

  /** Returns memory for {@link #transform}. */
  double[][] memory();

  /**
   * Transforms a line in place.
   *
   * @param re the real parts
   * @param im the imaginary parts
   * @param memory what {@link #memory} gave, for one thread at a time
   */
  void transform(double[] re, double[] im, double[][] memory);
}
