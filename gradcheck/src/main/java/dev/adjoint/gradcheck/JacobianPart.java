// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * Part of a Jacobian, by the rules and by differences.
 *
 * @param outputs the names of the outputs, such as {@code y0[2]}, one for each row
 * @param variables the names of the variables, such as {@code x0[1, 3]}, one for each column
 * @param analytic the derivatives by the rules, row after row
 * @param numeric the derivatives by differences, row after row
 */
public record JacobianPart(
    ImmutableList<String> outputs,
    ImmutableList<String> variables,
    ImmutableDoubleArray analytic,
    ImmutableDoubleArray numeric) {
  /** Returns how far the two derivatives are apart, row after row. */
  public double error(int row, int column) {
    int at = row * variables.size() + column;
    return Math.abs(analytic.get(at) - numeric.get(at));
  }

  /** Returns the largest magnitude of a finite derivative. */
  public double scale() {
    double largest = Double.MIN_NORMAL;
    for (int i = 0; i < analytic.length(); i++) {
      for (double value : new double[] {analytic.get(i), numeric.get(i)}) {
        largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
      }
    }
    return largest;
  }
}
