// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

/**
 * Runs a loop body over rows of contiguous elements. Without state: one instance serves all
 * threads.
 *
 * <p>An output may be the very memory of an input that moves along with it, element by element and
 * row by row. So a row into which all rows are reduced is both, standing still from row to row.
 */
@FunctionalInterface
public interface LoopKernel {
  /**
   * Computes {@code n} elements of every row of every result, and the reduction of every row.
   *
   * @param at where inputs and results are
   * @param rows the number of rows
   * @param n the number of elements in a row
   */
  void run(LoopOperands at, int rows, int n);
}
