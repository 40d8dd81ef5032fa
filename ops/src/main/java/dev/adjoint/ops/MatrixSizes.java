// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.primitives.Longs;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;

/** Helpers for diagonals and triangles of matrices. */
final class MatrixSizes {
  private MatrixSizes() {}

  /** Returns a shape with extents appended, computed in 64 bits. */
  static Shape with(String op, Shape shape, long... extents) {
    long[] dims = shape.dims().stream().asLongStream().toArray();
    return Shape.of(op, Longs.concat(dims, extents));
  }

  /** Returns a tensor with zeros before and after its elements on the last axis. */
  static Expr padLast(Expr x, long before, long after) {
    int[] low = new int[x.shape().rank()];
    int[] high = new int[x.shape().rank()];
    low[low.length - 1] = (int) before;
    high[high.length - 1] = (int) after;
    return x.pad(low, high, 0);
  }

  /**
   * Returns the lower or upper triangles of matrices; a comparison of row and column numbers,
   * without a kernel of its own.
   */
  static Expr triangle(String op, Expr x, int offset, boolean lower) {
    Shape in = x.shape();
    if (in.rank() < 2) {
      throw new ShapeException(op, "needs matrices, got " + x.type());
    }
    int rows = in.dim(-2);
    int columns = in.dim(-1);
    int diagonal = Math.clamp(offset, -rows, columns);
    Expr row = Positions.arange(DType.I32, rows, 1).expandDims(1).add(diagonal);
    Expr column = Positions.arange(DType.I32, columns, 1);
    return Expr.where(lower ? column.lessEqual(row) : column.greaterEqual(row), x, 0);
  }
}
