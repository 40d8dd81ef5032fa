// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.util.Objects;

/**
 * One output of a node, which other nodes take as input. Equal to every value of the same node and
 * index.
 */
public class Value {
  private final Node node;
  private final int index;

  /**
   * Creates a handle to an output.
   *
   * @param node the node that computes the value
   * @param index which of its outputs, from 0
   * @throws IndexOutOfBoundsException if the node has no such output
   */
  public Value(Node node, int index) {
    this.node = node;
    this.index = Objects.checkIndex(index, node.outputTypes().size());
  }

  /** Returns the node that computes the value. */
  public final Node node() {
    return node;
  }

  /** Returns which output of the node this is. */
  public final int index() {
    return index;
  }

  /** Returns the type of the value. */
  public final TensorType type() {
    return node.outputTypes().get(index);
  }

  /** Returns the shape of the value. */
  public final Shape shape() {
    return type().shape();
  }

  /** Returns the element type of the value. */
  public final DType dtype() {
    return type().dtype();
  }

  @Override
  public final boolean equals(Object other) {
    return this == other || other instanceof Value v && v.node == node && v.index == index;
  }

  @Override
  public final int hashCode() {
    return 31 * node.hashCode() + index;
  }

  /** Returns the op and type, such as {@code matmul: f32[32, 10]}. */
  @Override
  public String toString() {
    return node.op().name() + ": " + type();
  }
}
