// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.reduce;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.op.reduce.Sum;

/** Helpers for reductions to the largest or smallest element. */
public final class Extremum {
  private Extremum() {}

  /** Returns the lowest value of a dtype. */
  public static Scalar lowest(DType dtype) {
    return switch (dtype) {
      case F32, F64 -> Scalar.constant(dtype, Double.NEGATIVE_INFINITY);
      case I32 -> Scalar.constant(dtype, (long) Integer.MIN_VALUE);
      case I64 -> Scalar.constant(dtype, Long.MIN_VALUE);
      case BOOL -> Scalar.constant(dtype, 0L);
    };
  }

  /** Returns the highest value of a dtype. */
  public static Scalar highest(DType dtype) {
    return switch (dtype) {
      case F32, F64 -> Scalar.constant(dtype, Double.POSITIVE_INFINITY);
      case I32 -> Scalar.constant(dtype, (long) Integer.MAX_VALUE);
      case I64 -> Scalar.constant(dtype, Long.MAX_VALUE);
      case BOOL -> Scalar.constant(dtype, 1L);
    };
  }

  /**
   * Checks that a reduction has at least one element, or has no output at all.
   *
   * @param superlative the kind of element that is missing, such as {@code largest}
   * @throws ShapeException if it does not
   */
  public static void checkNotEmpty(ReductionOp op, Shape in, String superlative) {
    if (op.count(in) == 0) {
      throw new ShapeException(
          op.name(),
          "no element along axes %s of %s; there is no %s of none"
              .formatted(op.axes(), in, superlative));
    }
  }

  /** Returns {@code dy} at the elements of {@code x} equal to {@code y}, shared evenly. */
  public static Expr vjp(ImmutableIntArray axes, Expr x, Expr y, Expr dy) {
    Expr chosen = x.equal(y.broadcastAlong(axes, x.shape())).cast(dy.dtype());
    Expr count = Expr.apply(new Sum(axes), chosen);
    return chosen.mul(dy.div(count).broadcastAlong(axes, x.shape()));
  }
}
