// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.machine;

/**
 * The caches that work is cut for, in elements: those of one core of an ordinary processor, filled
 * with floats. Blocks are sized to a part of a cache, which leaves room for doubles, for the other
 * arrays of a loop and for neighbours.
 *
 * <p>Time depends on these sizes, and which loops are fused; no bit does. They are constants and
 * not asked of the machine, so that a program has the same plan everywhere. The blocks of long
 * sums, on which bits do depend, are stated where these are added up.
 */
public final class CacheSizes {
  /** How many floats a first-level cache holds: 32 KiB. */
  public static final int L1 = 1 << 13;

  /** How many floats a second-level cache holds: 1 MiB. */
  public static final int L2 = 1 << 18;

  private CacheSizes() {}
}
