// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

/**
 * The static type of a tensor: the type of its elements and its shape.
 *
 * @param dtype the element type
 * @param shape the extents
 */
public record TensorType(DType dtype, Shape shape) {
  /** Returns the type of the given element type and extents. */
  public static TensorType of(DType dtype, int... dims) {
    return new TensorType(dtype, Shape.of(dims));
  }

  /** Returns the number of elements. */
  public int size() {
    return shape.size();
  }

  /** Returns the number of bytes that the elements take. */
  public long bytes() {
    return (long) size() * dtype.bytes();
  }

  /** Returns this type with another shape. */
  public TensorType withShape(Shape newShape) {
    return new TensorType(dtype, newShape);
  }

  /** Returns this type with another element type. */
  public TensorType withDtype(DType newDtype) {
    return new TensorType(newDtype, shape);
  }

  // Types are compared more often than all else, so much so that what the JVM makes of a record for
  // it, and how long it takes to, shows in the time that a fresh JVM needs for the first program.

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof TensorType type && type.dtype == dtype && type.shape.equals(shape);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + dtype.ordinal();
  }

  /** Returns dtype and extents, such as {@code f32[32, 784]}. */
  @Override
  public String toString() {
    return dtype.toString() + shape;
  }
}
