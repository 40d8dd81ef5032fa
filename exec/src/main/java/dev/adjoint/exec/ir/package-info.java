// SPDX-License-Identifier: Apache-2.0
/**
 * The compiler's own ops, which passes put into graphs.
 *
 * <ul>
 *   <li>On elements: {@link dev.adjoint.exec.ir.InstructionOp}, {@link
 *       dev.adjoint.exec.ir.Convert}, {@link dev.adjoint.exec.ir.SingleReduction}; a view: {@link
 *       dev.adjoint.exec.ir.StridedView}.
 *   <li>Fused: {@link dev.adjoint.exec.ir.LoopFusion}, {@link dev.adjoint.exec.ir.ReduceFusion},
 *       {@link dev.adjoint.exec.ir.ConcatFusion}, {@link dev.adjoint.exec.ir.EpilogueFusion},
 *       {@link dev.adjoint.exec.ir.RowFusion}, {@link dev.adjoint.exec.ir.ScalarBlock}.
 *   <li>Kernels: {@link dev.adjoint.exec.ir.Concatenation}; rows of tables: {@link
 *       dev.adjoint.exec.ir.RowSlots}, {@link dev.adjoint.exec.ir.TakeRows}, {@link
 *       dev.adjoint.exec.ir.WriteRows}; control flow: {@link dev.adjoint.exec.ir.RowPartitions}.
 * </ul>
 */
@NullMarked
package dev.adjoint.exec.ir;

import org.jspecify.annotations.NullMarked;
