// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.base.Preconditions;

/**
 * A source of random bits without state: the same seed gives the same bits on every machine. A
 * program derives one seed for each purpose with {@link #fold}, so that streams are independent.
 *
 * <p>The stream of a seed is SplitMix64 (Steele, Lea and Flood 2014, <i>Fast Splittable
 * Pseudorandom Number Generators</i>) started at the seed.
 *
 * @param bits the start of the stream
 */
public record Seed(long bits) {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** Returns the seed that a user's number stands for. */
  public static Seed of(long number) {
    return new Seed(mix(number + GOLDEN_GAMMA));
  }

  /** Returns a seed for the purpose of the given number, independent of this and of the others. */
  public Seed fold(long purpose) {
    return new Seed(mix(bits ^ mix(purpose + GOLDEN_GAMMA)));
  }

  /** Returns 64 random bits: the element of the stream with the given number, from 0. */
  public long bits(long counter) {
    return mix(bits + (counter + 1) * GOLDEN_GAMMA);
  }

  /**
   * Returns the numbers from 0 to {@code n − 1} in random order (Fisher–Yates shuffle).
   *
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public int[] permutation(int n) {
    Preconditions.checkArgument(n >= 0, "permutation: n must not be negative: %s", n);
    int[] order = new int[n];
    permute(order);
    return order;
  }

  /** Fills an array of length {@code n} with what {@link #permutation} returns. */
  public void permute(int[] order) {
    for (int i = 0; i < order.length; i++) {
      int j = (int) Math.unsignedMultiplyHigh(bits(i), i + 1L);
      order[i] = order[j];
      order[j] = i;
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
