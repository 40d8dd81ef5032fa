// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Op;
import dev.adjoint.ops.kernel.prefix.Shifts;
import dev.adjoint.ops.op.prefix.CumMax;
import dev.adjoint.ops.op.prefix.CumMin;
import dev.adjoint.ops.op.prefix.CumProd;
import dev.adjoint.ops.op.prefix.CumSum;
import dev.adjoint.ops.op.prefix.LogCumSumExp;
import java.util.List;

/**
 * The methods of {@link Expr} that give at each place of an axis the result of all elements up to
 * there. In reverse they begin at the end; an exclusive result leaves the element at its own place
 * out, so that the first one is that of no element.
 */
public sealed interface PrefixScans permits Expr {
  /** Returns the sums of all elements up to each place of an axis. */
  default Expr cumSum(int axis) {
    return cumSum(axis, false, false);
  }

  /** Returns the sums of all elements up to each place of an axis; of no element 0. */
  default Expr cumSum(int axis, boolean exclusive, boolean reverse) {
    int at = self().shape().axis("cumSum", axis);
    return scan(new CumSum(at, reverse), at, exclusive, reverse, 0);
  }

  /** Returns the products of all elements up to each place of an axis. */
  default Expr cumProd(int axis) {
    return cumProd(axis, false, false);
  }

  /**
   * Returns the products of all elements up to each place of an axis; of no element 1. The
   * derivative is right where elements are 0, too.
   */
  default Expr cumProd(int axis, boolean exclusive, boolean reverse) {
    int at = self().shape().axis("cumProd", axis);
    return scan(new CumProd(at, reverse), at, exclusive, reverse, 1);
  }

  /** Returns the largest element up to each place of an axis. */
  default Expr cumMax(int axis) {
    return cumMax(axis, false, false);
  }

  /**
   * Returns the largest element up to each place of an axis, NaN once there is one; of no element
   * the lowest value of the dtype, which is −∞. The first of equals has the derivative.
   */
  default Expr cumMax(int axis, boolean exclusive, boolean reverse) {
    int at = self().shape().axis("cumMax", axis);
    return scan(new CumMax(at, reverse), at, exclusive, reverse, Double.NEGATIVE_INFINITY);
  }

  /** Returns the smallest element up to each place of an axis. */
  default Expr cumMin(int axis) {
    return cumMin(axis, false, false);
  }

  /**
   * Returns the smallest element up to each place of an axis, NaN once there is one; of no element
   * the highest value of the dtype, which is ∞. The first of equals has the derivative.
   */
  default Expr cumMin(int axis, boolean exclusive, boolean reverse) {
    int at = self().shape().axis("cumMin", axis);
    return scan(new CumMin(at, reverse), at, exclusive, reverse, Double.POSITIVE_INFINITY);
  }

  /** Returns {@code ln Σ eˣ} of all elements up to each place of an axis, without overflow. */
  default Expr logCumSumExp(int axis) {
    return logCumSumExp(axis, false, false);
  }

  /**
   * Returns {@code ln Σ eˣ} of all elements up to each place of an axis, without overflow; of no
   * element −∞.
   */
  default Expr logCumSumExp(int axis, boolean exclusive, boolean reverse) {
    int at = self().shape().axis("logCumSumExp", axis);
    return scan(new LogCumSumExp(at, reverse), at, exclusive, reverse, Double.NEGATIVE_INFINITY);
  }

  /**
   * Returns the differences of neighbours along an axis, {@code xᵢ₊₁ − xᵢ}: one less than there are
   * elements.
   */
  default Expr diff(int axis) {
    int at = self().shape().axis("diff", axis);
    int extent = self().shape().dim(at);
    return extent == 0 ? self() : self().slice(at, 1, extent).sub(self().slice(at, 0, extent - 1));
  }

  private Expr scan(Op op, int axis, boolean exclusive, boolean reverse, double ofNone) {
    Expr y = Expr.applyAll(op, List.of(self())).getFirst();
    return exclusive ? Shifts.on(y, axis, reverse, ofNone) : y;
  }

  private Expr self() {
    return (Expr) this;
  }
}
