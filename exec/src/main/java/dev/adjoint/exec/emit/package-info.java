// SPDX-License-Identifier: Apache-2.0
/**
 * Loops as generated classes.
 *
 * <ul>
 *   <li>{@link dev.adjoint.exec.emit.LoopKernel} runs the body of a loop, a {@link
 *       dev.adjoint.graph.ScalarProgram}, over rows of contiguous elements, which {@link
 *       dev.adjoint.exec.emit.LoopOperands} point to, and reduces rows as {@link
 *       dev.adjoint.exec.emit.LaneReduction} states; {@link dev.adjoint.exec.emit.LoopKernels}
 *       makes and keeps the kernels of this process.
 *   <li>{@code LoopEmitter} writes the class of a kernel: {@code ScalarCode} the loop over single
 *       elements, {@code VectorCode} the one over vectors where {@code VectorLegality} says that
 *       there is one, both after {@code Lowering}; {@code ScalarInstructions} and {@code
 *       VectorSteps} write the instructions in them, {@code ReduceCode} how lanes become one
 *       element, {@code InterleavedAccess} how elements that lie apart become a vector.
 *   <li>{@link dev.adjoint.exec.emit.ScalarBlockProgram} computes a body once, on single numbers:
 *       {@code ScalarBlockLayout} cuts it into methods, {@code ScalarBlockEmitter} writes them, and
 *       {@code FunctionCode} the functions that they call, with branches where {@code FunctionBody}
 *       finds that they pay.
 * </ul>
 *
 * <p>A vector instruction gives every lane the bits that the scalar one gives: all of them round
 * exactly, or move bits. So vectors of any width and single elements give the same.
 */
@NullMarked
package dev.adjoint.exec.emit;

import org.jspecify.annotations.NullMarked;
