// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Computes bodies of F32 in F64, rounded once at the end: the value is the nearest float in all but
 * a few of a million cases, wherever the function is accurate in F64. It runs on single elements,
 * not on vectors, so it suits functions that are rare in networks.
 */
public final class InDouble {
  private InDouble() {}

  /** Returns a function of {@code x}, of the dtype of {@code x}. */
  public static Scalar of(Scalar x, UnaryOperator<Scalar> function) {
    return function.apply(x.cast(DType.F64)).cast(x.dtype());
  }

  /** Returns a function of {@code a} and {@code b}, of the dtype of {@code a}. */
  public static Scalar of(Scalar a, Scalar b, BinaryOperator<Scalar> function) {
    return function.apply(a.cast(DType.F64), b.cast(DType.F64)).cast(a.dtype());
  }
}
