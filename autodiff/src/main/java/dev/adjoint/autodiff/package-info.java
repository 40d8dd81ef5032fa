// SPDX-License-Identifier: Apache-2.0
/**
 * The chain rule: gradients of expressions, as expressions.
 *
 * <ul>
 *   <li>{@link dev.adjoint.autodiff.Autodiff} is the entry point: gradients of a scalar, and
 *       vector-Jacobian products of anything.
 *   <li>{@code ReverseWalk} goes through a graph backwards and is the only place that adds up
 *       cotangents; {@code VjpRule} asks an op for its rule and holds the answer against the types
 *       of the node.
 *   <li>{@link dev.adjoint.autodiff.ControlFlow} writes loops as single nodes; {@link
 *       dev.adjoint.autodiff.Scan} is the op. {@code Closure} makes its body from a function,
 *       {@code ScanLoop} runs it, {@code ScanRule} differentiates it, {@code ScanPart} leaves out
 *       what nobody reads.
 *   <li>{@link dev.adjoint.autodiff.BlockAttention} is such a loop: attention without the matrix of
 *       all scores; so is {@link dev.adjoint.autodiff.Ctc}, a loss of sequences.
 *   <li>{@link dev.adjoint.autodiff.ParametricFunction} and {@link
 *       dev.adjoint.autodiff.ParametricLoss} are what layers and models are to whoever asks for
 *       their gradients.
 * </ul>
 *
 * <p>No op of the catalog is known here by name: an op has a derivative if it is {@link
 * dev.adjoint.ops.Differentiable}. The result is a graph like the argument, so applying the
 * functions again gives derivatives of any order.
 */
@NullMarked
package dev.adjoint.autodiff;

import org.jspecify.annotations.NullMarked;
