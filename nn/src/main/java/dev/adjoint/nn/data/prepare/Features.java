// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.prepare;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/** Rows of floating features {@code […, features]}, seen as columns. */
final class Features {
  private final Tensor tensor;
  private final int count;

  /**
   * Looks at a tensor.
   *
   * @param who who asks, for errors
   */
  Features(String who, Tensor tensor) {
    if (!tensor.dtype().isFloating() || tensor.shape().rank() < 2) {
      throw new ShapeException(
          who,
          "needs floating features [n, features], got %s; cast or reshape them"
              .formatted(tensor.type()));
    }
    this.tensor = tensor;
    this.count = tensor.shape().dim(tensor.shape().rank() - 1);
  }

  /** Returns the number of columns. */
  int count() {
    return count;
  }

  /** Returns the number of rows. */
  int rows() {
    return count == 0 ? 0 : tensor.size() / count;
  }

  double get(int row, int column) {
    return tensor.buffer().getDouble(row * count + column);
  }

  /** Returns the numbers of a column. */
  double[] column(int column) {
    double[] values = new double[rows()];
    Arrays.setAll(values, row -> get(row, column));
    return values;
  }

  /** Returns the tensor with each element replaced by a function of column and element. */
  Tensor map(DoubleBinaryOperator function) {
    Buffer mapped = Buffer.allocate(tensor.dtype(), tensor.size());
    for (int i = 0; i < tensor.size(); i++) {
      mapped.setDouble(i, function.applyAsDouble(i % count, tensor.buffer().getDouble(i)));
    }
    return Tensor.over(tensor.shape(), mapped);
  }

  /** Refuses another number of columns than was fitted. */
  void checkCount(String who, int fitted) {
    if (count != fitted) {
      throw new ShapeException(
          who, "was fitted to %s features, got %s".formatted(fitted, tensor.type()));
    }
  }
}
