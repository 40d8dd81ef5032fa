// SPDX-License-Identifier: Apache-2.0
/**
 * What convolutions are computed by: products with operands that are read in place, though they are
 * no matrices, and small transforms in registers.
 *
 * <ul>
 *   <li>{@link dev.adjoint.exec.gemm.indirect.IndirectRightProduct}, {@link
 *       dev.adjoint.exec.gemm.indirect.IndirectLeftProduct} the product with an operand that is
 *       offsets into an array, so that its rows may overlap
 *   <li>{@code OffsetKernel} one register block of them, of the sizes of an {@code OffsetBlock},
 *       written by {@code OffsetKernelEmitter} and kept by {@code OffsetKernels}
 *   <li>{@link dev.adjoint.exec.gemm.indirect.LaneProduct} the product of few long rows, which may
 *       overlap, in the lanes of vectors
 *   <li>{@link dev.adjoint.exec.gemm.indirect.RowTransform} a small constant matrix times rows
 *   <li>{@link dev.adjoint.exec.gemm.indirect.Transposer} a transposition in registers
 * </ul>
 *
 * <p>The order of every sum is that of {@link dev.adjoint.exec.gemm}, unless its class states
 * another.
 */
@NullMarked
package dev.adjoint.exec.gemm.indirect;

import org.jspecify.annotations.NullMarked;
