// SPDX-License-Identifier: Apache-2.0
/**
 * What a graph tells of the function that it computes, beyond its values.
 *
 * <ul>
 *   <li>{@link dev.adjoint.gradcheck.trace.Branches} adds to a graph the decisions that it makes:
 *       which side of a comparison, which of several is largest. Where decisions differ between two
 *       points, a kink or jump may lie between them. {@link dev.adjoint.gradcheck.trace.Decisions}
 *       are those of an elementwise op, {@link dev.adjoint.gradcheck.trace.Choice} those of a
 *       kernel.
 *   <li>{@link dev.adjoint.gradcheck.trace.GraphWalk} runs a graph with every result a little off,
 *       and so finds what rounding does to its outputs. {@link
 *       dev.adjoint.gradcheck.trace.BodyWalk} does that inside an elementwise op.
 *   <li>{@link dev.adjoint.gradcheck.trace.TangentWalk} differentiates a graph along a line without
 *       steps, node by node ({@link dev.adjoint.gradcheck.trace.NodeTangent}) and instruction by
 *       instruction ({@link dev.adjoint.gradcheck.trace.BodyTangent}).
 *   <li>{@link dev.adjoint.gradcheck.trace.Thresholds} are the numbers that a graph compares with.
 *   <li>{@link dev.adjoint.gradcheck.trace.Retyping} writes a graph over F32 as one over F64, and
 *       {@link dev.adjoint.gradcheck.trace.Substitution} one over variables as one over inputs.
 * </ul>
 */
@NullMarked
package dev.adjoint.gradcheck.trace;

import org.jspecify.annotations.NullMarked;
