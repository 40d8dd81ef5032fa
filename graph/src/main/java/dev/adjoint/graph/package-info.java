// SPDX-License-Identifier: Apache-2.0
/**
 * The language in which computations are written down; it knows no mathematics.
 *
 * <ul>
 *   <li>Values and their types: {@link dev.adjoint.graph.Tensor}, {@link
 *       dev.adjoint.graph.TensorType}, {@link dev.adjoint.graph.Shape}, {@link
 *       dev.adjoint.graph.DType}, {@link dev.adjoint.graph.Buffer}, {@link
 *       dev.adjoint.graph.Variable}.
 *   <li>The graph: a {@link dev.adjoint.graph.Node} applies an {@link dev.adjoint.graph.Op} to
 *       {@linkplain dev.adjoint.graph.Value values}; a {@link dev.adjoint.graph.Graph} lists what
 *       some outputs need; {@link dev.adjoint.graph.GraphPrinter}, {@link
 *       dev.adjoint.graph.DiagramPrinter}, {@link dev.adjoint.graph.GraphVerifier} and {@link
 *       dev.adjoint.graph.GraphStructure} look at it; {@link dev.adjoint.graph.GraphRewriter}
 *       replaces values in one; {@link dev.adjoint.graph.UnboundGraph} is one without the data in
 *       it; {@link dev.adjoint.graph.ShapeException} says why a node cannot be.
 *   <li>The kinds of op: {@link dev.adjoint.graph.LeafOp}, {@link dev.adjoint.graph.ElementwiseOp}
 *       and {@link dev.adjoint.graph.ReductionOp} with bodies of {@link dev.adjoint.graph.Scalar}
 *       instructions (see {@link dev.adjoint.graph.Instruction}; as straight-line code, {@link
 *       dev.adjoint.graph.ScalarProgram} and its {@link dev.adjoint.graph.ScalarProgramBuilder}),
 *       {@link dev.adjoint.graph.ViewOp} with an {@link dev.adjoint.graph.IndexMap}, {@link
 *       dev.adjoint.graph.KernelOp} with a {@link dev.adjoint.graph.Kernel} whose pieces run on
 *       {@link dev.adjoint.graph.Workers}, {@link dev.adjoint.graph.ControlOp} that runs a {@link
 *       dev.adjoint.graph.BodyGraph}.
 * </ul>
 */
@NullMarked
package dev.adjoint.graph;

import org.jspecify.annotations.NullMarked;
