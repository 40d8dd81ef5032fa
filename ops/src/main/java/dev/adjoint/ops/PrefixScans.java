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
 * The prefix scans of {@link Expr}: at each position of an axis, the result of all elements up to
 * there. In reverse they begin at the end. An exclusive scan leaves out the element at its own
 * position, so that its first result is that of no element.
 */
public sealed interface PrefixScans permits Expr {
  /** Returns the sums of all elements up to each position of an axis. */
  default Expr cumSum(int axis) {
    return cumSum(axis, false, false);
  }

  /**
   * Returns the sums of all elements up to each position of an axis; the sum of no element is 0.
   */
  default Expr cumSum(int axis, boolean exclusive, boolean reverse) {
    int at = self().shape().axis("cumSum", axis);
    return scan(new CumSum(at, reverse), at, exclusive, reverse, 0);
  }

  /** Returns the products of all elements up to each position of an axis. */
  default Expr cumProd(int axis) {
    return cumProd(axis, false, false);
  }

  /**
   * Returns the products of all elements up to each position of an axis; the product of no element
   * is 1. The derivative is right also where elements are 0.
   */
  default Expr cumProd(int axis, boolean exclusive, boolean reverse) {
    int at = self().shape().axis("cumProd", axis);
    return scan(new CumProd(at, reverse), at, exclusive, reverse, 1);
  }

  /** Returns the largest element up to each position of an axis. */
  default Expr cumMax(int axis) {
    return cumMax(axis, false, false);
  }

  /**
   * Returns the largest element up to each position of an axis, NaN from the first NaN on. That of
   * no element is the lowest value of the dtype, −∞ if it is floating. The first among equals
   * receives the derivative.
   */
  default Expr cumMax(int axis, boolean exclusive, boolean reverse) {
    int at = self().shape().axis("cumMax", axis);
    return scan(new CumMax(at, reverse), at, exclusive, reverse, Double.NEGATIVE_INFINITY);
  }

  /** Returns the smallest element up to each position of an axis. */
  default Expr cumMin(int axis) {
    return cumMin(axis, false, false);
  }

  /**
   * Returns the smallest element up to each position of an axis, NaN from the first NaN on. That of
   * no element is the highest value of the dtype, ∞ if it is floating. The first among equals
   * receives the derivative.
   */
  default Expr cumMin(int axis, boolean exclusive, boolean reverse) {
    int at = self().shape().axis("cumMin", axis);
    return scan(new CumMin(at, reverse), at, exclusive, reverse, Double.POSITIVE_INFINITY);
  }

  /** Returns {@code ln Σ eˣ} of all elements up to each position of an axis, without overflow. */
  default Expr logCumSumExp(int axis) {
    return logCumSumExp(axis, false, false);
  }

  /**
   * Returns {@code ln Σ eˣ} of all elements up to each position of an axis, without overflow; that
   * of no element is −∞.
   */
  default Expr logCumSumExp(int axis, boolean exclusive, boolean reverse) {
    int at = self().shape().axis("logCumSumExp", axis);
    return scan(new LogCumSumExp(at, reverse), at, exclusive, reverse, Double.NEGATIVE_INFINITY);
  }

  /**
   * Returns the differences of neighbours along an axis, {@code xᵢ₊₁ − xᵢ}: one fewer than there
   * are elements.
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
