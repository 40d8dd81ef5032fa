// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.Objects;

/**
 * A window into a heap array that holds the elements of one tensor, row-major. Kernels read and
 * write through it: {@code float[] x = in.f32(); x[in.offset() + i]}.
 */
public final class Buffer {
  private final DType dtype;
  private final Object array;
  private final int offset;
  private final int size;

  private Buffer(DType dtype, Object array, int offset, int size) {
    this.dtype = dtype;
    this.array = array;
    this.offset = offset;
    this.size = size;
  }

  /**
   * Returns a window onto a new zero-filled array of {@code size} elements.
   *
   * @throws NegativeArraySizeException if the size is negative
   */
  public static Buffer allocate(DType dtype, int size) {
    return new Buffer(dtype, dtype.newArray(size), 0, size);
  }

  /**
   * Returns a window onto part of an array.
   *
   * @param array the array that {@link DType#newArray} makes for {@code dtype}
   * @throws IndexOutOfBoundsException if the window does not lie inside the array
   * @throws IllegalArgumentException if the array is of another type
   */
  public static Buffer wrap(DType dtype, Object array, int offset, int size) {
    Objects.checkFromIndexSize(offset, size, length(dtype, array));
    return new Buffer(dtype, array, offset, size);
  }

  private static int length(DType dtype, Object array) {
    return switch (array) {
      case float[] a when dtype == DType.F32 -> a.length;
      case double[] a when dtype == DType.F64 -> a.length;
      case int[] a when dtype == DType.I32 -> a.length;
      case long[] a when dtype == DType.I64 -> a.length;
      case boolean[] a when dtype == DType.BOOL -> a.length;
      default ->
          throw new IllegalArgumentException(
              "buffer: %s elements do not live in a %s; their array is a %s"
                  .formatted(
                      dtype,
                      array.getClass().getSimpleName(),
                      dtype.newArray(0).getClass().getSimpleName()));
    };
  }

  /** Returns the element type. */
  public DType dtype() {
    return dtype;
  }

  /** Returns the whole array; the window starts at {@link #offset()}. */
  public Object array() {
    return array;
  }

  /** Returns the index of the first element in the array. */
  public int offset() {
    return offset;
  }

  /** Returns the number of elements. */
  public int size() {
    return size;
  }

  /** Returns the array of an F32 buffer. */
  public float[] f32() {
    return (float[]) array;
  }

  /** Returns the array of an F64 buffer. */
  public double[] f64() {
    return (double[]) array;
  }

  /** Returns the array of an I32 buffer. */
  public int[] i32() {
    return (int[]) array;
  }

  /** Returns the array of an I64 buffer. */
  public long[] i64() {
    return (long[]) array;
  }

  /** Returns the array of a BOOL buffer. */
  public boolean[] bool() {
    return (boolean[]) array;
  }

  /** Returns an element as a double; I64 beyond 2⁵³ is rounded, true is 1. */
  public double getDouble(int index) {
    int at = offset + Preconditions.checkElementIndex(index, size);
    return switch (dtype) {
      case F32 -> f32()[at];
      case F64 -> f64()[at];
      case I32 -> i32()[at];
      case I64 -> i64()[at];
      case BOOL -> bool()[at] ? 1 : 0;
    };
  }

  /** Returns an element as a long; fractions are cut off, true is 1. */
  public long getLong(int index) {
    int at = offset + Preconditions.checkElementIndex(index, size);
    return switch (dtype) {
      case F32 -> (long) f32()[at];
      case F64 -> (long) f64()[at];
      case I32 -> i32()[at];
      case I64 -> i64()[at];
      case BOOL -> bool()[at] ? 1 : 0;
    };
  }

  /** Stores a double, rounded or cut off to the element type; anything but 0 is true. */
  public void setDouble(int index, double value) {
    int at = offset + Preconditions.checkElementIndex(index, size);
    switch (dtype) {
      case F32 -> f32()[at] = (float) value;
      case F64 -> f64()[at] = value;
      case I32 -> i32()[at] = (int) value;
      case I64 -> i64()[at] = (long) value;
      case BOOL -> bool()[at] = value != 0;
    }
  }

  /** Stores a double in every element, as {@link #setDouble} does in one. */
  void fill(double value) {
    int end = offset + size;
    switch (dtype) {
      case F32 -> Arrays.fill(f32(), offset, end, (float) value);
      case F64 -> Arrays.fill(f64(), offset, end, value);
      case I32 -> Arrays.fill(i32(), offset, end, (int) value);
      case I64 -> Arrays.fill(i64(), offset, end, (long) value);
      case BOOL -> Arrays.fill(bool(), offset, end, value != 0);
    }
  }

  /** Stores a long, rounded or cut off to the element type; anything but 0 is true. */
  public void setLong(int index, long value) {
    int at = offset + Preconditions.checkElementIndex(index, size);
    switch (dtype) {
      case F32 -> f32()[at] = value;
      case F64 -> f64()[at] = value;
      case I32 -> i32()[at] = (int) value;
      case I64 -> i64()[at] = value;
      case BOOL -> bool()[at] = value != 0;
    }
  }

  /**
   * Copies all elements of another buffer into this one.
   *
   * @throws IllegalArgumentException if dtype or size differ
   */
  public void copyFrom(Buffer source) {
    // Not a precondition with arguments: boxing them would allocate at every copy.
    if (source.dtype != dtype || source.size != size) {
      throw new IllegalArgumentException(
          "buffer: cannot copy %s×%s into %s×%s".formatted(source.dtype, source.size, dtype, size));
    }
    System.arraycopy(source.array, source.offset, array, offset, size);
  }

  /** Returns a new array of the elements alone. */
  <A> A copyOfArray(Class<A> arrayType) {
    Object copy = dtype.newArray(size);
    System.arraycopy(array, offset, copy, 0, size);
    return arrayType.cast(copy);
  }

  /** Returns whether another buffer of the same dtype has the same elements to the bit. */
  boolean sameBits(Buffer other) {
    int end = offset + size;
    int otherEnd = other.offset + other.size;
    return switch (dtype) {
      case F32 -> Arrays.equals(f32(), offset, end, other.f32(), other.offset, otherEnd);
      case F64 -> Arrays.equals(f64(), offset, end, other.f64(), other.offset, otherEnd);
      case I32 -> Arrays.equals(i32(), offset, end, other.i32(), other.offset, otherEnd);
      case I64 -> Arrays.equals(i64(), offset, end, other.i64(), other.offset, otherEnd);
      case BOOL -> Arrays.equals(bool(), offset, end, other.bool(), other.offset, otherEnd);
    };
  }

  /** Returns a hash of the elements that fits {@link #sameBits}. */
  int bitsHash() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      long bits = dtype.isFloating() ? Double.doubleToLongBits(getDouble(i)) : getLong(i);
      hash = 31 * hash + Long.hashCode(bits);
    }
    return hash;
  }

  /** Returns the element type, size and offset, such as {@code f32×12@0}. */
  @Override
  public String toString() {
    return dtype + "×" + size + "@" + offset;
  }
}
