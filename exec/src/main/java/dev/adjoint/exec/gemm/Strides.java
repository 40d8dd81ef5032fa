// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Where the elements of an operand lie: {@code [g, i, j]} is at {@code ⌊g / group⌋ · outer + (g mod
 * group) · batch + i · row + j · column}.
 *
 * @param batch the distance from one matrix to the next; 0 uses one matrix for the whole batch
 * @param row the distance from one row to the next
 * @param column the distance from one column to the next
 * @param group how many matrices follow one another at the distance {@code batch}, at least 1
 * @param outer the distance from one group of matrices to the next
 */
public record Strides(int batch, int row, int column, int group, int outer) {
  /**
   * Checks the distances.
   *
   * @throws IllegalArgumentException if one is negative, or a group is empty
   */
  public Strides {
    checkArgument(
        (batch | row | column | outer) >= 0,
        "gemm: negative stride: %s, %s, %s, %s",
        batch,
        row,
        column,
        outer);
    checkArgument(group > 0, "gemm: matrices in groups of %s", group);
  }

  /**
   * Returns the strides of matrices that all follow one another at the same distance.
   *
   * @throws IllegalArgumentException if a stride is negative
   */
  public Strides(int batch, int row, int column) {
    this(batch, row, column, Integer.MAX_VALUE, 0);
  }

  /** Returns the strides of dense row-major matrices {@code [batch, rows, columns]}. */
  public static Strides rowMajor(int rows, int columns) {
    return new Strides(rows * columns, columns, 1);
  }

  /** Returns the strides that read the same elements as the transposed matrices. */
  public Strides transposed() {
    return new Strides(batch, column, row, group, outer);
  }

  /** Returns the position of the first element of a matrix. */
  int start(int g) {
    return g / group * outer + g % group * batch;
  }

  /** Returns the position of {@code [0, i, j]} relative to the first element. */
  int at(int i, int j) {
    return i * row + j * column;
  }

  /** Returns whether so many matrices follow one another at the distance {@link #batch}. */
  boolean isEven(int matrices) {
    return matrices <= group;
  }

  /**
   * Returns how many elements a buffer must have.
   *
   * @throws IllegalArgumentException if no array is that long
   */
  int extent(int matrices, int rows, int columns) {
    if (matrices == 0 || rows == 0 || columns == 0) {
      return 0;
    }
    int groups = (matrices - 1) / group;
    int inLast = groups > 0 ? group : matrices;
    long last = (long) groups * outer + (inLast - 1L) * batch;
    last += (rows - 1L) * row + (columns - 1L) * column;
    checkArgument(
        last < Integer.MAX_VALUE, "gemm: an operand reaches beyond any array: element %s", last);
    return (int) last + 1;
  }
}
