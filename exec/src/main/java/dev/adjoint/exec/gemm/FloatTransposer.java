// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes blocks of 8 × 8 floats in registers.
 *
 * <p>Three rounds exchange the off-diagonal halves of pairs of rows: of rows 1 apart single
 * elements, of rows 2 apart pairs, of rows 4 apart fours. An exchange is two rotations by that
 * distance and two blends. Apart from {@link FloatLoops}, because loading it links to the Vector
 * API.
 */
final class FloatTransposer {
  /** The rows and columns of a block. */
  static final int SIDE = 8;

  /** Depth steps after which the next lines are turned, so that a panel stays in the cache. */
  private static final int STRIP = 64;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  private static final VectorShuffle<Float> UP1 = rotation(-1);
  private static final VectorShuffle<Float> UP2 = rotation(-2);
  private static final VectorShuffle<Float> UP4 = rotation(-4);
  private static final VectorShuffle<Float> DOWN1 = rotation(1);
  private static final VectorShuffle<Float> DOWN2 = rotation(2);
  private static final VectorShuffle<Float> DOWN4 = rotation(4);
  private static final VectorMask<Float> ODD1 = lanesWith(1);
  private static final VectorMask<Float> ODD2 = lanesWith(2);
  private static final VectorMask<Float> ODD4 = lanesWith(4);

  private FloatTransposer() {}

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> lane + by & SIDE - 1);
  }

  private static VectorMask<Float> lanesWith(int bit) {
    boolean[] lanes = new boolean[SIDE];
    for (int lane = 0; lane < SIDE; lane++) {
      lanes[lane] = (lane & bit) != 0;
    }
    return VectorMask.fromArray(SPECIES, lanes, 0);
  }

  /**
   * Copies element {@code p} of line {@code l} from {@code offset + l · across + p} to {@code
   * target + p · width + l}.
   *
   * @param lines how many lines, a multiple of {@link #SIDE}
   * @param depth how many elements of each, a multiple of {@link #SIDE}
   * @param width the distance between depth steps of the target; if 0, nothing is done
   */
  static void pack(
      float[] from,
      int offset,
      int across,
      int lines,
      int depth,
      float[] to,
      int target,
      int width) {
    for (int start = 0; start < depth; start += STRIP) {
      int end = Math.min(depth, start + STRIP);
      for (int line = 0; line < lines; line += SIDE) {
        for (int p = start; p < end; p += SIDE) {
          turn(from, offset + line * across + p, across, to, target + p * width + line, width);
        }
      }
    }
  }

  private static void turn(float[] from, int at, int across, float[] to, int target, int width) {
    if (width == 0) {
      return;
    }
    FloatVector a0 = FloatVector.fromArray(SPECIES, from, at);
    FloatVector a1 = FloatVector.fromArray(SPECIES, from, at + across);
    FloatVector a2 = FloatVector.fromArray(SPECIES, from, at + 2 * across);
    FloatVector a3 = FloatVector.fromArray(SPECIES, from, at + 3 * across);
    FloatVector a4 = FloatVector.fromArray(SPECIES, from, at + 4 * across);
    FloatVector a5 = FloatVector.fromArray(SPECIES, from, at + 5 * across);
    FloatVector a6 = FloatVector.fromArray(SPECIES, from, at + 6 * across);
    FloatVector a7 = FloatVector.fromArray(SPECIES, from, at + 7 * across);
    FloatVector b0 = a0.blend(a1.rearrange(UP1), ODD1);
    FloatVector b1 = a0.rearrange(DOWN1).blend(a1, ODD1);
    FloatVector b2 = a2.blend(a3.rearrange(UP1), ODD1);
    FloatVector b3 = a2.rearrange(DOWN1).blend(a3, ODD1);
    FloatVector b4 = a4.blend(a5.rearrange(UP1), ODD1);
    FloatVector b5 = a4.rearrange(DOWN1).blend(a5, ODD1);
    FloatVector b6 = a6.blend(a7.rearrange(UP1), ODD1);
    FloatVector b7 = a6.rearrange(DOWN1).blend(a7, ODD1);
    FloatVector c0 = b0.blend(b2.rearrange(UP2), ODD2);
    FloatVector c2 = b0.rearrange(DOWN2).blend(b2, ODD2);
    FloatVector c1 = b1.blend(b3.rearrange(UP2), ODD2);
    FloatVector c3 = b1.rearrange(DOWN2).blend(b3, ODD2);
    FloatVector c4 = b4.blend(b6.rearrange(UP2), ODD2);
    FloatVector c6 = b4.rearrange(DOWN2).blend(b6, ODD2);
    FloatVector c5 = b5.blend(b7.rearrange(UP2), ODD2);
    FloatVector c7 = b5.rearrange(DOWN2).blend(b7, ODD2);
    c0.blend(c4.rearrange(UP4), ODD4).intoArray(to, target);
    c1.blend(c5.rearrange(UP4), ODD4).intoArray(to, target + width);
    c2.blend(c6.rearrange(UP4), ODD4).intoArray(to, target + 2 * width);
    c3.blend(c7.rearrange(UP4), ODD4).intoArray(to, target + 3 * width);
    c0.rearrange(DOWN4).blend(c4, ODD4).intoArray(to, target + 4 * width);
    c1.rearrange(DOWN4).blend(c5, ODD4).intoArray(to, target + 5 * width);
    c2.rearrange(DOWN4).blend(c6, ODD4).intoArray(to, target + 6 * width);
    c3.rearrange(DOWN4).blend(c7, ODD4).intoArray(to, target + 7 * width);
  }
}
