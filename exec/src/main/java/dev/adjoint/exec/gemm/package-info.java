// SPDX-License-Identifier: Apache-2.0
/**
 * The matrix product of dense arrays, {@code C = A · B}.
 *
 * <ul>
 *   <li>{@link dev.adjoint.exec.gemm.Gemm} the product of given sizes, made once and run often
 *   <li>{@link dev.adjoint.exec.tile.MatrixProduct} what an op is that the compiler may treat as
 *       one
 *   <li>{@link dev.adjoint.exec.gemm.PackedPanels}, {@link dev.adjoint.exec.gemm.PackedProduct} a
 *       right operand packed once, and a product with it
 *   <li>{@link dev.adjoint.exec.tile.TileTask} what is done to a tile of a product while it is in
 *       the cache
 *   <li>{@link dev.adjoint.exec.gemm.Strides} where the elements of an operand lie
 *   <li>{@code BatchedProduct} the products of a batch, by one way of going about them
 *   <li>{@code BlockedProduct} one product by panels, on one thread or several; {@code
 *       TiledProduct} the same with copies by each thread for itself, for processors whose
 *       second-level cache is slow beside their multiply-adds; {@code SingleProduct} which of both
 *   <li>{@link dev.adjoint.exec.gemm.SumTree} the order in which long sums are added up; {@link
 *       dev.adjoint.exec.gemm.BlockSums} adds up matrices so
 *   <li>{@code Blocking}, {@code Tiling} the sizes of panels, blocks and tiles; {@code TileScratch}
 *       the memory of the copies
 *   <li>{@code Panels} a block of an operand as the micro-kernel reads it, in place or packed
 *   <li>{@code FloatTransposer} turns blocks of a transposed operand in registers as it is packed
 *   <li>{@code MicroKernel} one register block of such a product
 *   <li>{@code PlainProduct} the product without packing, for small and thin matrices; {@code
 *       PlainBatch} shares it out in columns, {@code SplitDepthBatch} along long sums, with {@code
 *       RowKernels} for rows of vectors
 *   <li>{@code MicroKernels} makes and keeps the kernels of this process; {@link
 *       dev.adjoint.exec.gemm.BlockEmitter} writes what all have in common as bytecode, for an
 *       element type, a vector width (or none) and a {@link dev.adjoint.exec.gemm.RegisterBlock},
 *       with the instructions of {@code Lanes}; {@code MicroKernelEmitter} and {@code
 *       PanelKernelEmitter} how they find their operands
 * </ul>
 *
 * <p><b>The same bits everywhere.</b> The terms of an element of {@code C} are cut into blocks of
 * 128 along {@code k}. Each block is one chain of fused multiply-adds, in order: {@code c =
 * fma(a[i,p], b[p,j], +0)}, {@code c = fma(a[i,p+1], b[p+1,j], c)}, …. The sums of eight
 * neighbouring blocks are added in order, those of eight such groups likewise, and so on until one
 * is left. So the bits depend on {@code k} alone: neither on the size of tiles, vectors or the pool
 * of threads, nor on which code path ran. (Only which NaN results from NaNs is left to the
 * processor, as for every Java operation.)
 *
 * <p><b>The error does not drift.</b> An element is off by at most {@code (min(k, 128) + 7·⌈log₈
 * ⌈k/128⌉⌉)·u·Σ|a·b|} to first order in the unit roundoff {@code u}: it grows with the block and
 * the logarithm of the number of blocks, where a single chain has {@code k·u} (Higham, <i>Accuracy
 * and Stability of Numerical Algorithms</i>, 2nd ed., section 4.2).
 */
@NullMarked
package dev.adjoint.exec.gemm;

import org.jspecify.annotations.NullMarked;
