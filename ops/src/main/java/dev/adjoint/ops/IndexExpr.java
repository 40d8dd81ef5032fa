// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.op.index.Gather;
import dev.adjoint.ops.op.index.Pick;
import dev.adjoint.ops.op.index.ScatterAdd;

/**
 * The methods of {@link Expr} that take indices, and the products of matrices, in a file of their
 * own for its length. Indices are I32 or I64 and count from 0; one outside of its axis makes the
 * run fail with an {@link IndexOutOfBoundsException}.
 */
abstract sealed class IndexExpr extends WindowExpr permits Expr {
  IndexExpr(Node node, int index) {
    super(node, index);
  }

  /**
   * Returns the slices along an axis that the indices name; the axes of the indices stand in the
   * place of that axis, as in NumPy's {@code take}. With axis 0 it looks up rows of a table.
   */
  public Expr gather(int axis, Expr indices) {
    return Expr.apply(new Gather(shape().axis("gather", axis)), self(), indices);
  }

  /**
   * Returns this with updates added to the slices along an axis that the indices name, in their
   * order; the same slice may be named several times.
   *
   * @param updates of the type that {@link #gather} returns
   */
  public Expr scatterAdd(int axis, Expr indices, Expr updates) {
    return Expr.apply(new ScatterAdd(shape().axis("scatterAdd", axis)), self(), indices, updates);
  }

  /**
   * Returns one element of each line along an axis, which is dropped.
   *
   * @param indices the place of each element on its line, of the shape of the result
   */
  public Expr pick(int axis, Expr indices) {
    return Expr.apply(new Pick(shape().axis("pick", axis)), self(), indices);
  }

  /** Returns {@link #oneHot(int, int, DType)} along a new last axis. */
  public Expr oneHot(int depth, DType dtype) {
    return oneHot(-1, depth, dtype);
  }

  /**
   * Returns this with a new axis on which each index becomes 1 at its place and 0 elsewhere; 0
   * everywhere if it lies outside.
   *
   * <p>It is a comparison of each element with its place: an expression of elementwise ops, which
   * can be fused with whatever uses it, so that the ones and zeros are never stored.
   *
   * @param axis where the new axis stands in the result
   * @param depth its extent
   * @param dtype the dtype of the result
   * @throws ShapeException if this holds no integers, there is no such axis, or the result has more
   *     than 2³¹−1 elements
   */
  public Expr oneHot(int axis, int depth, DType dtype) {
    if (!dtype().isInteger()) {
      throw new ShapeException("oneHot", "indices must be i32 or i64, got " + type() + "; cast it");
    }
    Shape target = shape().insert("oneHot", axis, depth);
    Expr indices = expandDims(axis);
    int at = target.axis(axis);
    Shape places = Shape.of(depth);
    for (int i = at + 1; i < target.rank(); i++) {
      places = places.insert(-1, 1);
    }
    Expr place = Expr.constant(Tensor.arange(dtype(), depth)).reshape(places);
    return indices.equal(place).cast(dtype);
  }

  /**
   * Returns the product of matrices {@code this · b}, as NumPy does it: the last two axes are those
   * of the matrices, the axes before them are broadcast; an operand of one axis is a row on the
   * left and a column on the right.
   *
   * @throws ShapeException if the inner dimensions differ
   */
  public Expr matmul(Expr b) {
    return Products.matmul(self(), b);
  }
}
