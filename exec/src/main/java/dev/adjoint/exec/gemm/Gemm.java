// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static com.google.common.base.Preconditions.checkArgument;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.tile.MatrixProduct;
import dev.adjoint.exec.tile.TileTask;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.List;

/**
 * The product of matrices of given sizes, {@code C[g] = A[g] · B[g]} for every {@code g} of a
 * batch.
 *
 * <p>Made once for the sizes and strides, which fixes how the work is cut up and takes the scratch
 * memory; {@link #run} then allocates nothing. A and B lie anywhere in their buffers, transposed or
 * not, and are never copied whole. C is dense and row-major, unless strides are given for it, too.
 *
 * <p>Each element of C is the sum of chains of fused multiply-adds along {@code k}, in an order
 * that {@code k} alone decides; see the {@linkplain dev.adjoint.exec.gemm package}. So its bits are
 * the same on any number of threads, at any vector width or without vectors, and alone or in a
 * batch.
 *
 * <p>An object serves one run at a time; programs that run side by side have one each.
 */
public final class Gemm {
  private final DType dtype;
  private final int aExtent;
  private final int bExtent;
  private final int cExtent;

  /** Where in its buffer A begins. */
  private final int aFirst;

  private final boolean swapped;
  private final boolean tiled;
  private final BatchedProduct product;
  private final ProductOperands operands = new ProductOperands();

  private Gemm(DType dtype, GemmSize size, Layout layout, int bits) {
    this.dtype = dtype;
    aExtent = layout.a().extent(size.batch(), size.m(), size.k());
    bExtent = layout.b().extent(size.batch(), size.k(), size.n());
    cExtent = layout.c().extent(size.batch(), size.m(), size.n());
    // A column is laid out as a row is, and Cᵀ = Bᵀ · Aᵀ has the same sums.
    boolean isColumn = size.n() == 1 && size.m() > 1 && layout.c().row() == 1;
    swapped = isColumn || !hasDenseRows(size, layout.c());
    tiled = !swapped && isTiled(size);
    aFirst = 0;
    boolean doubles = dtype == DType.F64;
    product =
        swapped
            ? batched(doubles, bits, size.turned(), layout.turned())
            : batched(doubles, bits, size, layout);
  }

  private static BatchedProduct batched(boolean doubles, int bits, GemmSize size, Layout layout) {
    if (BatchedProduct.isBlocked(size)) {
      return new BlockedBatch(doubles, bits, size, layout);
    }
    return SplitDepthBatch.suits(size, layout)
        ? new SplitDepthBatch(doubles, bits, size, layout)
        : new PlainBatch(doubles, size, layout);
  }

  private Gemm(DType dtype, GemmSize size, Strides a, int first, int columns, int bits) {
    this.dtype = dtype;
    aFirst = first;
    aExtent = first + a.extent(1, size.m(), size.k());
    bExtent = Blocking.roundUp(size.n(), columns) * size.k();
    cExtent = size.m() * size.n();
    swapped = false;
    tiled = true;
    var b = new Strides(0, columns, size.k());
    var layout = new Layout(a, b, Strides.rowMajor(size.m(), size.n()), true);
    product = new BlockedBatch(dtype == DType.F64, bits, size, layout);
  }

  private static boolean hasDenseRows(GemmSize size, Strides c) {
    return c.column() == 1 || size.n() <= 1;
  }

  /**
   * Returns the product of the given sizes, on vectors of {@link VectorSupport#bits}, with a dense
   * row-major C.
   *
   * @param dtype the type of all elements, F32 or F64
   * @param a where in its buffer the elements {@code [batch, m, k]} of A lie
   * @param b where in its buffer the elements {@code [batch, k, n]} of B lie
   * @throws IllegalArgumentException if {@code dtype} is neither F32 nor F64
   */
  public static Gemm create(DType dtype, GemmSize size, Strides a, Strides b) {
    return create(dtype, size, a, b, VectorSupport.bits());
  }

  /** Returns the product on vectors of {@code bits} bits. */
  static Gemm create(DType dtype, GemmSize size, Strides a, Strides b, int bits) {
    return create(dtype, size, a, b, Strides.rowMajor(size.m(), size.n()), bits);
  }

  /**
   * Returns the product of the given sizes, on vectors of {@link VectorSupport#bits}.
   *
   * @param dtype the type of all elements, F32 or F64
   * @param a where in its buffer the elements {@code [batch, m, k]} of A lie
   * @param b where in its buffer the elements {@code [batch, k, n]} of B lie
   * @param c where in its buffer the elements {@code [batch, m, n]} of C lie, no two in one place;
   *     its rows or its columns must be contiguous
   * @throws IllegalArgumentException if {@code dtype} is neither F32 nor F64, or C lies otherwise
   */
  public static Gemm create(DType dtype, GemmSize size, Strides a, Strides b, Strides c) {
    return create(dtype, size, a, b, c, VectorSupport.bits());
  }

  /** Returns the product on vectors of {@code bits} bits. */
  static Gemm create(DType dtype, GemmSize size, Strides a, Strides b, Strides c, int bits) {
    checkArgument(dtype.isFloating(), "gemm: elements must be F32 or F64, not %s", dtype);
    checkArgument(
        hasDenseRows(size, c) || hasDenseRows(size.turned(), c.transposed()),
        "gemm: neither rows nor columns of C are contiguous: %s",
        c);
    boolean sharesB = b.batch() == 0 && b.isEven(size.batch());
    if (size.batch() > 1 && sharesB && isStacked(size, a) && isStacked(size, c)) {
      // All share one B, and their rows follow one another: one tall product.
      var tall = new GemmSize(1, size.batch() * size.m(), size.n(), size.k());
      return new Gemm(dtype, tall, new Layout(stacked(size, a), b, stacked(size, c)), bits);
    }
    return new Gemm(dtype, size, new Layout(a, b, c), bits);
  }

  /**
   * Returns the product of single matrices of which B is {@link PackedPanels} for vectors of {@code
   * bits} bits, with a dense row-major C.
   *
   * @param dtype the type of all elements, F32 or F64
   * @param a where in its buffer the elements {@code [1, m, k]} of A lie, from {@code first} on
   */
  static Gemm ofPacked(DType dtype, GemmSize size, Strides a, int first, int bits) {
    return new Gemm(dtype, size, a, first, PackedPanels.columns(dtype, size.n(), bits), bits);
  }

  /** Returns whether the rows of one matrix follow those of the one before. */
  private static boolean isStacked(GemmSize size, Strides x) {
    return x.isEven(size.batch()) && (size.m() == 1 || x.batch() == size.m() * x.row());
  }

  private static Strides stacked(GemmSize size, Strides x) {
    return new Strides(0, size.m() == 1 ? x.batch() : x.row(), x.column());
  }

  /**
   * Computes {@code C = A · B}; zeros if {@code k} is 0.
   *
   * @param c the result, which overlaps neither operand
   * @param workers runs the pieces
   * @throws IllegalArgumentException if a buffer has another dtype or too few elements
   */
  public void run(Buffer a, Buffer b, Buffer c, Workers workers) {
    multiply(a, b, c, TileTask.NONE, workers);
  }

  /**
   * Computes {@code C = A · B}, and has something done to each tile of C as soon as it is complete.
   * Rows of the matrices of a batch are numbered one after the other.
   *
   * @param c the result, which overlaps neither operand
   * @param after gets every element of C exactly once, unless it is {@link TileTask#NONE}; it may
   *     overwrite what it gets
   * @param workers runs the pieces
   * @throws IllegalArgumentException if a buffer has another dtype or too few elements
   * @throws IllegalStateException if there is something to do, and the sizes are not {@linkplain
   *     #isTiled tiled}
   */
  public void run(Buffer a, Buffer b, Buffer c, TileTask after, Workers workers) {
    if (!tiled && after != TileTask.NONE) {
      throw new IllegalStateException("gemm: a product of such sizes or strides has no tiles");
    }
    multiply(a, b, c, after, workers);
  }

  /**
   * Returns the number of elements in a row of a product of operands of the given types; 0 if it
   * has no tiles.
   */
  public static int tileRow(MatrixProduct product, List<TensorType> inputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    int n = b.dim(product.transposeB() ? -2 : -1);
    int batch = a.slice(0, a.rank() - 2).size();
    int m = a.dim(product.transposeA() ? -1 : -2);
    int k = a.dim(product.transposeA() ? -2 : -1);
    return isTiled(new GemmSize(batch, m, n, k)) ? n : 0;
  }

  /**
   * Returns whether a product of dense row-major C is computed in tiles, rather than in some
   * simpler way.
   */
  public static boolean isTiled(GemmSize size) {
    return BatchedProduct.isBlocked(size);
  }

  private void multiply(Buffer a, Buffer b, Buffer c, TileTask after, Workers workers) {
    check("A", a, aExtent);
    check("B", b, bExtent);
    check("C", c, cExtent);
    operands.set(swapped ? b : a, swapped ? a : b, c, after);
    operands.aOffset += aFirst;
    try {
      product.run(operands, workers);
    } finally {
      operands.clear();
    }
  }

  private void check(String name, Buffer buffer, int extent) {
    // Written out, because checkArgument would box the numbers on every run.
    if (buffer.dtype() != dtype || buffer.size() < extent) {
      throw new IllegalArgumentException(
          "gemm: %s needs %s×%s, the buffer is %s".formatted(name, dtype, extent, buffer));
    }
  }
}
