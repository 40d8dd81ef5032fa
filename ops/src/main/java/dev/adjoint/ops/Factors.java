// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

/**
 * What matrices {@code x[…, m, n]} are products of, with {@code k = min(m, n)}; {@link Linalg} has
 * the functions.
 */
public sealed interface Factors {
  /**
   * The factors of {@code x[p] = lower·upper}.
   *
   * @param permutation the I32 rows {@code p[…, m]} of {@code x}, in the order of the product
   * @param lower {@code […, m, k]}, ones on the diagonal and zeros above
   * @param upper {@code […, k, n]}, zeros below the diagonal
   */
  record Lu(Expr permutation, Expr lower, Expr upper) implements Factors {}

  /**
   * The factors of {@code x = q·r}.
   *
   * @param q {@code […, m, k]}, whose columns are orthonormal
   * @param r {@code […, k, n]}, zeros below a diagonal that is not negative
   */
  record Qr(Expr q, Expr r) implements Factors {}

  /**
   * The factors of a symmetric {@code x = vectors·diag(values)·vectorsᵀ}.
   *
   * @param values the eigenvalues {@code […, n]}, in ascending order
   * @param vectors the eigenvectors, orthonormal columns of {@code […, n, n]}
   */
  record Eigh(Expr values, Expr vectors) implements Factors {}

  /**
   * The factors of {@code x = u·diag(s)·vt}.
   *
   * @param u the left vectors, orthonormal columns of {@code […, m, k]}
   * @param s the singular values {@code […, k]}, in descending order
   * @param vt the right vectors, orthonormal rows of {@code […, k, n]}
   */
  record Svd(Expr u, Expr s, Expr vt) implements Factors {}
}
