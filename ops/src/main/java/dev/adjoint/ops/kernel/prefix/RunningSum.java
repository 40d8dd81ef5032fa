// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.prefix;

import java.util.Arrays;

/**
 * A sum that is read after each term. Terms are added to a block of {@value #BLOCK}; a full block
 * is added to one of the next level, which holds as many blocks, and so on. The result is the sum
 * of the levels, so its error grows with the block and the logarithm of the number of terms, not
 * with their number.
 */
public final class RunningSum {
  /** The number of terms added one by one. */
  private static final int BLOCK = 128;

  /** Enough, with the block of terms, for more than 2³¹ terms. */
  private static final int LEVELS = 4;

  private final double[] sums = new double[LEVELS];
  private final int[] counts = new int[LEVELS];
  private double before;
  private double block;
  private int terms;

  /** Begins another sum. */
  public void clear() {
    Arrays.fill(sums, 0);
    Arrays.fill(counts, 0);
    before = 0;
    block = 0;
    terms = 0;
  }

  /** Adds a term, and returns the sum so far. */
  public double add(double term) {
    block += term;
    double sum = before + block;
    if (++terms == BLOCK) {
      carry();
    }
    return sum;
  }

  /** Multiplies the sum by a number. */
  public void scale(double factor) {
    block *= factor;
    for (int i = 0; i < LEVELS; i++) {
      sums[i] *= factor;
    }
    before = total();
  }

  private void carry() {
    double full = block;
    block = 0;
    terms = 0;
    for (int level = 0; level < LEVELS; level++) {
      sums[level] += full;
      if (++counts[level] < BLOCK) {
        break;
      }
      full = sums[level];
      sums[level] = 0;
      counts[level] = 0;
    }
    before = total();
  }

  private double total() {
    double total = 0;
    for (int level = LEVELS - 1; level >= 0; level--) {
      total += sums[level];
    }
    return total;
  }
}
