package dev.adjoint.graph;

import com.google.common.primitives.ImmutableIntArray;
import java.lang.reflect.Array;

/** Reads nested Java arrays such as {@code double[][]} into tensors. */
final class NestedArrays {
  private NestedArrays() {}

  static Tensor toTensor(Object[] rows) {
    ImmutableIntArray.Builder dims = ImmutableIntArray.builder();
    Object level = rows;
    while (level instanceof Object[] array) {
      dims.add(array.length);
      if (array.length == 0) {
        break;
      }
      level = array[0];
    }
    Class<?> element = rows.getClass();
    while (element.isArray()) {
      element = element.getComponentType();
    }
    if (level != null && !(level instanceof Object[])) {
      dims.add(Array.getLength(level));
    }
    Shape shape = Shape.of(dims.build());
    Object flat = dtype(element).newArray(shape.size());
    copy(rows, shape, 0, flat, 0);
    return Tensor.wrap(shape, flat);
  }

  private static DType dtype(Class<?> element) {
    if (element == float.class) {
      return DType.F32;
    } else if (element == double.class) {
      return DType.F64;
    } else if (element == int.class) {
      return DType.I32;
    } else if (element == long.class) {
      return DType.I64;
    } else if (element == boolean.class) {
      return DType.BOOL;
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
          "ragged array: axis %d has rows of %d and of %d elements"
              .formatted(axis, shape.dim(axis), length));
    }
    if (axis == shape.rank() - 1) {
      System.arraycopy(level, 0, flat, at, length);
      return at + length;
    }
    int next = at;
    for (Object row : (Object[]) level) {
      next = copy(row, shape, axis + 1, flat, next);
    }
    return next;
  }
}
