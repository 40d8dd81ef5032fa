// SPDX-License-Identifier: Apache-2.0
/**
 * Building blocks for ops with loops of their own, built-in or yours.
 *
 * <ul>
 *   <li>{@link dev.adjoint.ops.kernel.InputTypes} in {@code infer}: checks the number of inputs,
 *       their dtypes and their axes.
 *   <li>{@link dev.adjoint.ops.kernel.RangeKernel} as the kernel, if the output consists of
 *       independent parts: elements, rows, lines along an axis, images of a batch. It distributes
 *       them to threads. An op without such parts implements {@link dev.adjoint.graph.Kernel}
 *       itself.
 *   <li>{@link dev.adjoint.ops.kernel.AxisLayout} to find the lines along an axis of a tensor of
 *       any rank.
 *   <li>{@link dev.adjoint.ops.kernel.IndexRange} for an input of indices, before anything is
 *       written.
 *   <li>{@link dev.adjoint.ops.kernel.InDouble}, {@link dev.adjoint.ops.kernel.LogisticGate} and
 *       {@link dev.adjoint.ops.kernel.OddFunction} in the body of an elementwise op that is to be
 *       accurate to the last digit.
 * </ul>
 *
 * <p>The kernels of the built-in ops stand in packages below, which are not exported: lines, prefix
 * scans, sorting, planes, convolution, pooling, products, factorisations, random numbers, each
 * beside its oracle if it has one.
 *
 * <p>An op that works element by element, reduces axes or moves elements needs none of these: see
 * {@link dev.adjoint.ops.Elementwise}, {@link dev.adjoint.graph.ReductionOp} and {@link
 * dev.adjoint.graph.ViewOp}.
 */
@NullMarked
package dev.adjoint.ops.kernel;

import org.jspecify.annotations.NullMarked;
