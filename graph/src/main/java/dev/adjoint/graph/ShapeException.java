package dev.adjoint.graph;

/**
 * Thrown where a node is built from inputs whose shapes or dtypes do not fit the op, on the line of
 * the caller that built it. The message names the op, what is wrong, all shapes and the usual cure.
 */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param op the name of the op that refuses its inputs, such as {@code matmul}
   * @param problem what is wrong, all shapes, and the cure
   */
  public ShapeException(String op, String problem) {
    super(op + ": " + problem);
  }

  /** Returns this exception as raised by the op of the given name, which stands in front once. */
  ShapeException within(String op) {
    String message = String.valueOf(getMessage());
    return message.startsWith(op + ": ") ? this : new ShapeException(op, message);
  }
}
