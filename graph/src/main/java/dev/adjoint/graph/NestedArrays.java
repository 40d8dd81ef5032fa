// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Reads nested Java arrays such as {@code double[][]} into tensors. */
final class NestedArrays {
  private NestedArrays() {}

  static Tensor toTensor(Object[] rows) {
    int rank = 0;
    Class<?> element = rows.getClass();
    while (element.isArray()) {
      element = element.getComponentType();
      rank++;
    }
    DType dtype = dtype(element);
    int[] dims = new int[rank];
    Object level = rows;
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = Array.getLength(level);
      if (dims[axis] == 0 || axis == rank - 1) {
        break;
      }
      level = present(((@Nullable Object[]) level)[0], axis, 0);
    }
    Shape shape = Shape.of(dims);
    Object flat = dtype.newArray(shape.size());
    copy(rows, shape, 0, flat, 0);
    return Tensor.wrap(shape, flat);
  }

  private static DType dtype(Class<?> element) {
    for (DType dtype : DType.values()) {
      if (dtype.newArray(0).getClass().getComponentType() == element) {
        return dtype;
      }
    }
    throw new ShapeException(
        "tensor",
        "elements must be float, double, int, long or boolean, got " + element.getSimpleName());
  }

  /** Copies one level of nesting and returns the position after it; as deep as the rank. */
  private static int copy(Object level, Shape shape, int axis, Object flat, int at) {
    int length = Array.getLength(level);
    if (length != shape.dim(axis)) {
      throw new ShapeException(
          "tensor",
          "ragged array: axis "
              + axis
              + " has "
              + shape.dim(axis)
              + " elements in its first row and "
              + length
              + " in another");
    }
    if (axis == shape.rank() - 1) {
      System.arraycopy(level, 0, flat, at, length);
      return at + length;
    }
    int next = at;
    for (int i = 0; i < length; i++) {
      Object row = present(((@Nullable Object[]) level)[i], axis, i);
      next = copy(row, shape, axis + 1, flat, next);
    }
    return next;
  }

  private static Object present(@Nullable Object row, int axis, int index) {
    if (row == null) {
      throw new ShapeException("tensor", "row " + index + " of axis " + axis + " is null");
    }
    return row;
  }
}
