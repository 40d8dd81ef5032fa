// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

/**
 * Which part of a square matrix is the triangular matrix that is meant: {@code
 * Triangle.LOWER.transposed()} is the lower triangle, used as the upper one that it is when
 * transposed.
 *
 * @param isLower whether it is the lower triangle, else the upper one
 * @param isTransposed whether it is transposed
 * @param hasUnitDiagonal whether its diagonal is taken for ones, whatever is there
 */
public record Triangle(boolean isLower, boolean isTransposed, boolean hasUnitDiagonal) {
  /** The elements on the diagonal and below. */
  public static final Triangle LOWER = new Triangle(true, false, false);

  /** The elements on the diagonal and above. */
  public static final Triangle UPPER = new Triangle(false, false, false);

  /** Returns the transpose of this. */
  public Triangle transposed() {
    return new Triangle(isLower, !isTransposed, hasUnitDiagonal);
  }

  /** Returns this with ones on its diagonal. */
  public Triangle unitDiagonal() {
    return new Triangle(isLower, isTransposed, true);
  }

  /** Returns its parts, such as {@code lower, transposed}. */
  @Override
  public String toString() {
    return (isLower ? "lower" : "upper")
        + (isTransposed ? ", transposed" : "")
        + (hasUnitDiagonal ? ", unit diagonal" : "");
  }
}
