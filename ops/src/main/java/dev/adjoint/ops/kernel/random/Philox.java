// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.random;

/**
 * The counter-based random generator Philox4x32-10 of Salmon, Moraes, Dror and Shaw, <i>Parallel
 * Random Numbers: As Easy as 1, 2, 3</i> (SC 2011): a bijection of 128-bit counters for every
 * 64-bit key. Any block of numbers can be had without those before it, so the numbers do not depend
 * on who computes them.
 */
public final class Philox {
  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long LOW = 0xFFFFFFFFL;

  private int x0;
  private int x1;
  private int x2;
  private int x3;

  /** Creates a generator, which holds one block of numbers at a time. */
  public Philox() {}

  /**
   * Computes a block of four 32-bit words.
   *
   * @param key the key, its low half first
   * @param low the low half of the counter: here the number of the block
   * @param high the high half of the counter: here the number of the stream
   */
  public void block(long key, long low, long high) {
    int c0 = (int) low;
    int c1 = (int) (low >>> 32);
    int c2 = (int) high;
    int c3 = (int) (high >>> 32);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = MULTIPLIER_0 * (c0 & LOW);
      long p1 = MULTIPLIER_1 * (c2 & LOW);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    x0 = c0;
    x1 = c1;
    x2 = c2;
    x3 = c3;
  }

  /** Returns one of the four words of the block. */
  public int word(int index) {
    return switch (index) {
      case 0 -> x0;
      case 1 -> x1;
      case 2 -> x2;
      case 3 -> x3;
      default -> throw new IndexOutOfBoundsException("word " + index + " of 4");
    };
  }

  /** Returns one of the two 64-bit words of the block, the first of its 32-bit words low. */
  public long longWord(int index) {
    return (word(2 * index) & LOW) | (long) word(2 * index + 1) << 32;
  }
}
