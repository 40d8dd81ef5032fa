package dev.adjoint.exec.planes;

import dev.adjoint.exec.VectorSupport;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The largest of each 2 × 2 neighbouring floats along two lines, and where it is: the first of
 * equals, and the first NaN if there is one.
 *
 * <p>In a vector of each line every other element is compared with its neighbour, and the better of
 * the two then with that of the other line; what stands between is computed as well and dropped.
 */
public final class SquareMaximum {
  /** The least number of squares. */
  public static final int LEAST = 4;

  /** The least width of vectors, in bits, for which this is made. */
  private static final int BITS = 256;

  private SquareMaximum() {}

  /** Returns whether so many squares beside each other can be looked for on the vectors here. */
  public static boolean fits(int squares) {
    return squares >= LEAST && VectorSupport.bits() >= BITS;
  }

  /**
   * Finds the largest elements of squares beside each other.
   *
   * @param x the array of a plane, which begins at {@code plane}
   * @param upper where in the plane the upper line of squares begins
   * @param lower where the lower one begins
   * @param y where values go, from {@code at} on
   * @param where where positions in the plane go, from {@code to} on
   * @param squares how many, at least {@link #LEAST}
   */
  public static void run(
      float[] x,
      int plane,
      int upper,
      int lower,
      float[] y,
      int at,
      int[] where,
      int to,
      int squares) {
    int last = squares - LEAST;
    for (int i = 0; i < last; i += LEAST) {
      Vectors.four(x, plane, upper + 2 * i, lower + 2 * i, y, at + i, where, to + i);
    }
    // The last four may have been found in part, and are the same.
    Vectors.four(x, plane, upper + 2 * last, lower + 2 * last, y, at + last, where, to + last);
  }

  /** Apart, because loading it links to the Vector API. */
  private static final class Vectors {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final VectorShuffle<Float> NEXT = VectorShuffle.fromOp(FLOATS, i -> i + 1 & 7);
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(FLOATS, i -> 2 * i & 7);
    private static final VectorShuffle<Integer> EVENS = VectorShuffle.fromOp(INTS, i -> 2 * i & 7);
    private static final IntVector LANES = IntVector.zero(INTS).addIndex(1);

    /** Finds the largest elements of four squares. */
    static void four(
        float[] x, int plane, int upper, int lower, float[] y, int at, int[] where, int to) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, plane + upper);
      FloatVector b = a.rearrange(NEXT);
      VectorMask<Float> right = isBehind(a, b);
      FloatVector c = FloatVector.fromArray(FLOATS, x, plane + lower);
      FloatVector d = c.rearrange(NEXT);
      VectorMask<Float> belowRight = isBehind(c, d);
      FloatVector above = a.blend(b, right);
      FloatVector under = c.blend(d, belowRight);
      VectorMask<Float> below = isBehind(above, under);
      IntVector aboveAt = LANES.add(upper).add(1, right.cast(INTS));
      IntVector underAt = LANES.add(lower).add(1, belowRight.cast(INTS));
      FloatVector best = above.blend(under, below).rearrange(EVEN);
      IntVector bestAt = aboveAt.blend(underAt, below.cast(INTS)).rearrange(EVENS);
      ((FloatVector) best.reinterpretShape(FloatVector.SPECIES_128, 0)).intoArray(y, at);
      ((IntVector) bestAt.reinterpretShape(IntVector.SPECIES_128, 0)).intoArray(where, to);
    }

    /** Returns where {@code b}, which comes after {@code a}, is to be preferred. */
    private static VectorMask<Float> isBehind(FloatVector a, FloatVector b) {
      return b.compare(VectorOperators.LE, a).not().and(a.compare(VectorOperators.EQ, a));
    }
  }
}
