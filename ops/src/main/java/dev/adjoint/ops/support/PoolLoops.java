package dev.adjoint.ops.support;

import dev.adjoint.graph.DType;

/**
 * The loops of pooling over one plane, once for each floating dtype. Arrays are passed as objects,
 * so that what is above works for both.
 */
sealed interface PoolLoops permits FloatPoolLoops, DoublePoolLoops {
  /** Returns the loops of a floating dtype over planes of the given taps. */
  static PoolLoops of(DType dtype, PlaneTaps taps) {
    return dtype == DType.F32 ? new FloatPoolLoops(taps) : new DoublePoolLoops(taps);
  }

  /**
   * Finds the largest element under the window at each place: the first of equals, and the first
   * NaN if there is one.
   *
   * @param x the array of the plane, which begins at {@code plane}
   * @param y where the values go, from {@code at} on
   * @param where where their positions in the plane go, from {@code to} on
   * @param scratch as many elements as {@link PlaneTaps#scratch} says
   */
  void max(Object x, int plane, Object y, int at, int[] where, int to, int[] scratch);

  /**
   * Adds what is under the window at each place, in the order of the taps from {@code +0}, and
   * divides the sum by the place's count.
   */
  void mean(Object x, int plane, Object y, int at, int[] counts);

  /**
   * Sets each element under the window to {@code +0 + share}, its place's value in {@code y}
   * divided by the place's count; what is under no tap stays. The taps must be {@linkplain
   * PlaneTaps#areApart apart}.
   */
  void share(Object y, int at, Object x, int plane, int[] counts);
}
