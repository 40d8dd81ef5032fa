// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

/**
 * Thrown where a node is built from inputs whose shapes or dtypes do not fit the op, on the line of
 * the caller that built it. The message names the op, what is wrong, all shapes and the usual cure.
 */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String op;
  private final String problem;

  /**
   * Creates an exception.
   *
   * @param op the name of the op that refuses its inputs, such as {@code matmul}
   * @param problem what is wrong, all shapes, and the cure
   */
  public ShapeException(String op, String problem) {
    super(op + ": " + problem);
    this.op = op;
    this.problem = problem;
  }

  /**
   * Returns this exception as raised by the op of the given name, which stands in front once, and
   * in place of {@link Shape#NAME}, which tells a user nothing.
   */
  ShapeException within(String outer) {
    return op.equals(outer)
        ? this
        : new ShapeException(outer, op.equals(Shape.NAME) ? problem : op + ": " + problem);
  }
}
