package dev.adjoint.graph;

/**
 * What is known of a tensor before it is computed: the type of its elements and its shape.
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

  /** Returns dtype and extents, such as {@code f32[32, 784]}. */
  @Override
  public String toString() {
    return dtype.toString() + shape;
  }
}
