// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;

/**
 * A concrete value: numbers of one dtype in a shape, row-major on the Java heap. Immutable, as long
 * as no caller writes to an array given to {@link #wrap} or {@link #over}, or to {@link #buffer};
 * equal to every tensor of the same type and elements (where NaN equals NaN, and −0 differs from
 * +0).
 */
public final class Tensor {
  private final TensorType type;
  private final Buffer buffer;
  private int hash;

  private Tensor(Shape shape, Buffer buffer) {
    if (shape.size() != buffer.size()) {
      throw new ShapeException(
          "tensor", "shape " + shape + " has " + shape.size() + " elements, got " + buffer.size());
    }
    this.type = new TensorType(buffer.dtype(), shape);
    this.buffer = buffer;
  }

  /** Returns a scalar F32 tensor. */
  public static Tensor scalar(float value) {
    return over(Shape.SCALAR, Buffer.wrap(DType.F32, new float[] {value}, 0, 1));
  }

  /** Returns a scalar F64 tensor. */
  public static Tensor scalar(double value) {
    return over(Shape.SCALAR, Buffer.wrap(DType.F64, new double[] {value}, 0, 1));
  }

  /** Returns a scalar I32 tensor. */
  public static Tensor scalar(int value) {
    return over(Shape.SCALAR, Buffer.wrap(DType.I32, new int[] {value}, 0, 1));
  }

  /** Returns a scalar I64 tensor. */
  public static Tensor scalar(long value) {
    return over(Shape.SCALAR, Buffer.wrap(DType.I64, new long[] {value}, 0, 1));
  }

  /** Returns a scalar BOOL tensor. */
  public static Tensor scalar(boolean value) {
    return over(Shape.SCALAR, Buffer.wrap(DType.BOOL, new boolean[] {value}, 0, 1));
  }

  /** Returns a one-axis F32 tensor of the given elements, copied. */
  public static Tensor of(float... values) {
    return wrap(Shape.of(values.length), values.clone());
  }

  /** Returns a one-axis F64 tensor of the given elements, copied. */
  public static Tensor of(double... values) {
    return wrap(Shape.of(values.length), values.clone());
  }

  /** Returns a one-axis I32 tensor of the given elements, copied. */
  public static Tensor of(int... values) {
    return wrap(Shape.of(values.length), values.clone());
  }

  /** Returns a one-axis I64 tensor of the given elements, copied. */
  public static Tensor of(long... values) {
    return wrap(Shape.of(values.length), values.clone());
  }

  /** Returns a one-axis BOOL tensor of the given elements, copied. */
  public static Tensor of(boolean... values) {
    return wrap(Shape.of(values.length), values.clone());
  }

  /**
   * Returns a tensor of the elements of a nested array, such as {@code float[][]}; the dtype is
   * that of the innermost elements.
   *
   * @throws ShapeException if the array is ragged, a row of it is null, or its elements have no
   *     dtype
   */
  public static Tensor nested(Object[] rows) {
    return NestedArrays.toTensor(rows);
  }

  /**
   * Returns a tensor of the given dtype whose elements, row-major, are rounded from doubles.
   *
   * @throws ShapeException if the shape has another number of elements
   */
  public static Tensor of(DType dtype, Shape shape, double... values) {
    Buffer buffer = Buffer.allocate(dtype, values.length);
    for (int i = 0; i < values.length; i++) {
      buffer.setDouble(i, values[i]);
    }
    return over(shape, buffer);
  }

  /**
   * Returns a tensor over an array, which is not copied and must not be written to any more.
   *
   * @param array a {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]} or {@code
   *     boolean[]} with as many elements as the shape
   * @throws ShapeException if the number of elements differs or they have no dtype
   */
  public static Tensor wrap(Shape shape, Object array) {
    return over(
        shape,
        switch (array) {
          case float[] a -> Buffer.wrap(DType.F32, a, 0, a.length);
          case double[] a -> Buffer.wrap(DType.F64, a, 0, a.length);
          case int[] a -> Buffer.wrap(DType.I32, a, 0, a.length);
          case long[] a -> Buffer.wrap(DType.I64, a, 0, a.length);
          case boolean[] a -> Buffer.wrap(DType.BOOL, a, 0, a.length);
          default ->
              throw new ShapeException(
                  "tensor",
                  "elements must be float, double, int, long or boolean, got "
                      + array.getClass().getSimpleName());
        });
  }

  /**
   * Returns a tensor over a buffer, which is not copied and must not be written to any more.
   *
   * @throws ShapeException if the number of elements differs
   */
  public static Tensor over(Shape shape, Buffer buffer) {
    return new Tensor(shape, buffer);
  }

  /** Returns a tensor of zeros. */
  public static Tensor zeros(DType dtype, Shape shape) {
    return over(shape, Buffer.allocate(dtype, shape.size()));
  }

  /** Returns a tensor of ones. */
  public static Tensor ones(DType dtype, Shape shape) {
    return full(dtype, shape, 1);
  }

  /** Returns a tensor whose every element is {@code value}, rounded to the dtype. */
  public static Tensor full(DType dtype, Shape shape, double value) {
    Buffer buffer = Buffer.allocate(dtype, shape.size());
    buffer.fill(value);
    return over(shape, buffer);
  }

  /**
   * Returns the identity matrix of {@code n} rows.
   *
   * @throws ShapeException if {@code n} is negative or the matrix has more than 2³¹−1 elements
   */
  public static Tensor eye(DType dtype, int n) {
    Tensor matrix = zeros(dtype, Shape.of("eye", n, n));
    for (int i = 0; i < n; i++) {
      matrix.buffer.setDouble(i * n + i, 1);
    }
    return matrix;
  }

  /**
   * Returns {@code start, start + step, …}, {@code n} elements, each computed in double precision
   * and then converted.
   *
   * @throws ShapeException if {@code n} is negative
   */
  public static Tensor arange(DType dtype, double start, double step, int n) {
    if (n < 0) {
      throw new ShapeException("arange", "n must not be negative: " + n);
    }
    Buffer buffer = Buffer.allocate(dtype, n);
    for (int i = 0; i < n; i++) {
      buffer.setDouble(i, start + step * i);
    }
    return over(Shape.of(n), buffer);
  }

  /**
   * Returns {@code 0, 1, …, n − 1}.
   *
   * @throws ShapeException if {@code n} is negative
   */
  public static Tensor arange(DType dtype, int n) {
    return arange(dtype, 0, 1, n);
  }

  /**
   * Returns {@code n} evenly spaced elements from {@code first} to {@code last}, both included,
   * each computed in double precision and then converted; for {@code n = 1}, {@code first} alone.
   *
   * @throws ShapeException if {@code n} is not positive
   */
  public static Tensor linspace(DType dtype, double first, double last, int n) {
    if (n <= 0) {
      throw new ShapeException("linspace", "n must be positive: " + n);
    }
    Buffer buffer = Buffer.allocate(dtype, n);
    for (int i = 0; i < n; i++) {
      buffer.setDouble(i, first + (last - first) * i / Math.max(n - 1, 1));
    }
    if (n > 1) {
      buffer.setDouble(n - 1, last);
    }
    return over(Shape.of(n), buffer);
  }

  /** Returns dtype and shape. */
  public TensorType type() {
    return type;
  }

  /** Returns the shape. */
  public Shape shape() {
    return type.shape();
  }

  /** Returns the element type. */
  public DType dtype() {
    return type.dtype();
  }

  /** Returns the number of elements. */
  public int size() {
    return buffer.size();
  }

  /** Returns the memory, which is for reading only. */
  public Buffer buffer() {
    return buffer;
  }

  /**
   * Returns the element at the given coordinates as a double; true is 1.
   *
   * @param coordinates one for each axis, from 0
   * @throws ShapeException if there are more or fewer coordinates than axes
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public double getDouble(int... coordinates) {
    return buffer.getDouble(position(coordinates));
  }

  /** Returns the element as a float; true is 1. See {@link #getDouble}. */
  public float getFloat(int... coordinates) {
    return (float) getDouble(coordinates);
  }

  /** Returns the element as a long; fractions are cut off, true is 1. See {@link #getDouble}. */
  public long getLong(int... coordinates) {
    return buffer.getLong(position(coordinates));
  }

  /**
   * Returns the element as an int; fractions are cut off, true is 1. See {@link #getDouble}.
   *
   * @throws ArithmeticException if the element does not fit into an int
   */
  public int getInt(int... coordinates) {
    return Math.toIntExact(getLong(coordinates));
  }

  /** Returns whether the element is not 0. See {@link #getDouble}. */
  public boolean getBoolean(int... coordinates) {
    return getDouble(coordinates) != 0;
  }

  private int position(int... coordinates) {
    if (coordinates.length != shape().rank()) {
      throw new ShapeException(
          "get",
          "needs one coordinate for each axis of %s, got %s"
              .formatted(type, Arrays.toString(coordinates)));
    }
    ImmutableIntArray strides = shape().strides();
    int at = 0;
    for (int i = 0; i < coordinates.length; i++) {
      if (coordinates[i] < 0 || coordinates[i] >= shape().dim(i)) {
        throw new IndexOutOfBoundsException(
            "get: " + Arrays.toString(coordinates) + " lies outside of " + type);
      }
      at += coordinates[i] * strides.get(i);
    }
    return at;
  }

  /**
   * Returns the only element as a double.
   *
   * @throws ShapeException if there is not exactly one element
   */
  public double item() {
    if (size() != 1) {
      throw new ShapeException("item", "needs exactly one element, got " + type);
    }
    return buffer.getDouble(0);
  }

  /** Returns all elements, row-major, rounded to float. */
  public float[] toFloatArray() {
    return cast(DType.F32).buffer.copyOfArray(float[].class);
  }

  /** Returns all elements, row-major, as doubles. */
  public double[] toDoubleArray() {
    return cast(DType.F64).buffer.copyOfArray(double[].class);
  }

  /** Returns all elements, row-major, cut off to int. */
  public int[] toIntArray() {
    return cast(DType.I32).buffer.copyOfArray(int[].class);
  }

  /** Returns all elements, row-major, cut off to long. */
  public long[] toLongArray() {
    return cast(DType.I64).buffer.copyOfArray(long[].class);
  }

  /** Returns whether each element, row-major, is not 0. */
  public boolean[] toBooleanArray() {
    return cast(DType.BOOL).buffer.copyOfArray(boolean[].class);
  }

  /**
   * Returns this tensor with its elements converted as Java converts; itself if nothing changes.
   */
  public Tensor cast(DType to) {
    if (to == dtype()) {
      return this;
    }
    Buffer copy = Buffer.allocate(to, size());
    for (int i = 0; i < size(); i++) {
      if (dtype() == DType.I64) {
        copy.setLong(i, buffer.getLong(i));
      } else {
        copy.setDouble(i, buffer.getDouble(i));
      }
    }
    return over(shape(), copy);
  }

  /**
   * Returns the same elements in another shape; the memory is shared.
   *
   * @throws ShapeException if the number of elements differs
   */
  public Tensor reshape(int... dims) {
    return reshape(Shape.of(dims));
  }

  /**
   * Returns the same elements in another shape; the memory is shared.
   *
   * @throws ShapeException if the number of elements differs
   */
  public Tensor reshape(Shape shape) {
    if (shape.size() != size()) {
      throw new ShapeException(
          "reshape", "%s has %s elements, %s has %s".formatted(type, size(), shape, shape.size()));
    }
    return over(shape, buffer);
  }

  /** Returns whether the other is a tensor of the same type and elements. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Tensor t && type.equals(t.type) && buffer.sameBits(t.buffer);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = 31 * type.hashCode() + buffer.bitsHash();
    }
    return hash;
  }

  /**
   * Returns the elements in nested brackets as NumPy prints them, the middle of large ones elided;
   * truth values are {@code true} and {@code false}.
   */
  @Override
  public String toString() {
    return TensorPrinter.print(this);
  }
}
