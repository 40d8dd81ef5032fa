// SPDX-License-Identifier: Apache-2.0
/**
 * The built-in ops by family: one record, one file each, with its type rule, forward rule,
 * vector-Jacobian rule and samples. The listing of these folders is the catalog. Users call {@link
 * dev.adjoint.ops.Expr}.
 *
 * <ul>
 *   <li>{@link dev.adjoint.ops.op.elementwise}: arithmetic, comparison, elementary functions
 *   <li>{@link dev.adjoint.ops.op.activation}: relu, softmax and the like
 *   <li>{@link dev.adjoint.ops.op.loss}: losses
 *   <li>{@link dev.adjoint.ops.op.reduce}: sums, means, extrema along axes
 *   <li>{@link dev.adjoint.ops.op.prefix}: sums, products, extrema up to each position of an axis
 *   <li>{@link dev.adjoint.ops.op.shape}: reshaping, repeating, slicing, concatenating
 *   <li>{@link dev.adjoint.ops.op.index}: reading and writing at the positions given by indices
 *   <li>{@link dev.adjoint.ops.op.sort}: sorting and searching
 *   <li>{@link dev.adjoint.ops.op.linalg}: matrices
 *   <li>{@link dev.adjoint.ops.op.fft}: Fourier transforms
 *   <li>{@link dev.adjoint.ops.op.window}: convolution and pooling
 *   <li>{@link dev.adjoint.ops.op.random}: random numbers
 * </ul>
 */
@NullMarked
package dev.adjoint.ops.op;

import org.jspecify.annotations.NullMarked;
