package dev.adjoint.exec.gemm;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Where the elements of an operand lie: {@code [g, i, j]} is at {@code g · batch + i · row + j ·
 * column}.
 *
 * @param batch the distance from one matrix to the next; 0 uses one matrix for the whole batch
 * @param row the distance from one row to the next
 * @param column the distance from one column to the next
 */
public record Strides(int batch, int row, int column) {
  /**
   * Checks the distances.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public Strides {
    checkArgument(
        (batch | row | column) >= 0, "gemm: negative stride: %s, %s, %s", batch, row, column);
  }

  /** Returns the strides of dense row-major matrices {@code [batch, rows, columns]}. */
  public static Strides rowMajor(int rows, int columns) {
    return new Strides(rows * columns, columns, 1);
  }

  /** Returns the strides that read the same elements as the transposed matrices. */
  public Strides transposed() {
    return new Strides(batch, column, row);
  }

  /** Returns the position of {@code [0, i, j]} relative to the first element. */
  int at(int i, int j) {
    return i * row + j * column;
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
    long last = (matrices - 1L) * batch + (rows - 1L) * row + (columns - 1L) * column;
    checkArgument(
        last < Integer.MAX_VALUE, "gemm: an operand reaches beyond any array: element %s", last);
    return (int) last + 1;
  }
}
