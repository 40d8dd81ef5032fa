// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.plane;

import dev.adjoint.graph.DType;

/**
 * The loops over elements of planes, once for each floating dtype. Arrays are passed as objects, so
 * that callers serve both dtypes; each call does enough work to make the cost of the casts
 * negligible.
 */
public sealed interface PlaneLoops permits FloatPlaneLoops, DoublePlaneLoops {
  /** Returns the loops for a floating dtype. */
  static PlaneLoops of(DType dtype) {
    return dtype == DType.F32 ? new FloatPlaneLoops() : new DoublePlaneLoops();
  }

  /** Sets {@code count} elements to {@code +0}. */
  void clear(Object y, int at, int count);

  /** Sets {@code y[at + i] = x[from + i·step]} for {@code i < count}. */
  void read(Object x, int from, int step, Object y, int at, int count);

  /** Sets {@code y[at + i·step] = x[from + i]} for {@code i < count}. */
  void spread(Object x, int from, Object y, int at, int step, int count);

  /** Sets {@code y[at + i] += x[from + i]} for {@code i < count}. */
  void add(Object x, int from, Object y, int at, int count);

  /** Sets {@code y[at + i] /= divisors[i]} for {@code i < count}. */
  void divide(Object y, int at, int[] divisors, int count);
}
