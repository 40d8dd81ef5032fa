// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.random;

/**
 * The random numbers of one element after another, for methods that need an unknown number of them:
 * element {@code i} alone has the {@link Philox} blocks {@code i}, {@code i + 2³²}, {@code i +
 * 2·2³²} and so on of its key and stream. So its value depends on no other element.
 */
public final class Draws {
  private final Philox bits = new Philox();
  private long key;
  private long stream;
  private long block;
  private int word;
  private double second;
  private boolean hasSecond;

  /** Creates draws, which belong to no element yet. */
  public Draws() {}

  /** Returns draws for each piece of a kernel. */
  public static Draws[] each(int pieces) {
    Draws[] draws = new Draws[pieces];
    for (int i = 0; i < pieces; i++) {
      draws[i] = new Draws();
    }
    return draws;
  }

  /** Begins the numbers of an element. */
  public void start(long key, long stream, int element) {
    this.key = key;
    this.stream = stream;
    block = element;
    word = 0;
    hasSecond = false;
  }

  /** Returns a number evenly distributed over {@code [0, 1)}, a multiple of 2⁻⁵³. */
  public double unit() {
    if (word == 0) {
      bits.block(key, block, stream);
      block += 1L << 32;
    }
    long next = bits.longWord(word);
    word ^= 1;
    return (next >>> 11) * 0x1p-53;
  }

  /** Returns a number evenly distributed over {@code (0, 1)}: as {@link #unit}, but 2⁻⁵⁴ for 0. */
  public double inner() {
    return Math.max(unit(), 0x1p-54);
  }

  /** Returns a number of the exponential distribution with mean 1. */
  public double exponential() {
    return -StrictMath.log(inner());
  }

  /**
   * Returns a number of the normal distribution with mean 0 and variance 1, by the polar method
   * (Marsaglia and Bray, <i>A Convenient Method for Generating Normal Variables</i>, 1964).
   */
  public double normal() {
    if (hasSecond) {
      hasSecond = false;
      return second;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * unit() - 1;
      y = 2 * unit() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    second = y * factor;
    hasSecond = true;
    return x * factor;
  }
}
