// SPDX-License-Identifier: Apache-2.0
/**
 * Factorisations of dense matrices, one matrix of a batch at a time.
 *
 * <p>All of them compute in doubles, whatever the dtype of the tensors; results are rounded once. A
 * matrix lies in an array for each row, so that the inner loops go along rows: sums of products run
 * in {@link dev.adjoint.ops.kernel.linalg.Rows#dot eight stated lanes}, everything else element by
 * element. So the bits depend neither on the machine nor on threads, which take whole matrices.
 *
 * <p>A matrix with an element that is infinite or NaN has no factors: all of its results are NaN. A
 * result that does not exist for a finite matrix is an {@link java.lang.ArithmeticException} that
 * names the matrix.
 */
@NullMarked
package dev.adjoint.ops.kernel.linalg;

import org.jspecify.annotations.NullMarked;
