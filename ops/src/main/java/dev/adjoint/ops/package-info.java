// SPDX-License-Identifier: Apache-2.0
/**
 * The mathematics: one record per operation, and {@code Expr}, the handle of expressions.
 *
 * <ul>
 *   <li>{@link dev.adjoint.ops.Expr}, {@link dev.adjoint.ops.Parameter}, {@link
 *       dev.adjoint.ops.State}: values, with the methods of an array
 *   <li>{@link dev.adjoint.ops.Activations}, {@link dev.adjoint.ops.Attention}, {@link
 *       dev.adjoint.ops.Convolutions}, {@link dev.adjoint.ops.Fft}, {@link dev.adjoint.ops.Images},
 *       {@link dev.adjoint.ops.Linalg}, {@link dev.adjoint.ops.Losses}, {@link
 *       dev.adjoint.ops.MarginLosses}, {@link dev.adjoint.ops.Pooling}, {@link
 *       dev.adjoint.ops.Segments}, {@link dev.adjoint.ops.Sorting}, {@link
 *       dev.adjoint.ops.Special}: functions by field
 *   <li>{@link dev.adjoint.ops.RandomKey}: random numbers
 *   <li>{@link dev.adjoint.ops.Differentiable}, {@link dev.adjoint.ops.SingleOutput}, {@link
 *       dev.adjoint.ops.Elementwise}: what an op implements to be differentiated
 *   <li>{@link dev.adjoint.ops.catalog}: the built-in ops, with samples to try them on
 * </ul>
 */
@NullMarked
package dev.adjoint.ops;

import org.jspecify.annotations.NullMarked;
