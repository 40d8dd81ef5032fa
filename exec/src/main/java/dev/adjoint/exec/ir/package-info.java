// SPDX-License-Identifier: Apache-2.0
/**
 * The compiler's own ops, which passes put into graphs, and what an op of others may be to the
 * compiler beyond its kind: a {@link dev.adjoint.exec.ir.MatrixProduct}, a {@link
 * dev.adjoint.exec.ir.TiledOp}.
 *
 * <ul>
 *   <li>On elements: {@link dev.adjoint.exec.ir.Arithmetic}, {@link dev.adjoint.exec.ir.Convert},
 *       {@link dev.adjoint.exec.ir.SingleFold}; a view: {@link dev.adjoint.exec.ir.Strided}.
 *   <li>Fused: {@link dev.adjoint.exec.ir.FusedLoop}, {@link dev.adjoint.exec.ir.FoldedLoop},
 *       {@link dev.adjoint.exec.ir.PlacedLoop}, {@link dev.adjoint.exec.ir.ProductLoop}, {@link
 *       dev.adjoint.exec.ir.StagedLoop}, {@link dev.adjoint.exec.ir.StraightLine}.
 *   <li>Kernels: {@link dev.adjoint.exec.ir.Joined}; control flow: {@link
 *       dev.adjoint.exec.ir.Strips}.
 * </ul>
 */
@NullMarked
package dev.adjoint.exec.ir;

import org.jspecify.annotations.NullMarked;
