package dev.adjoint.exec.gemm;

import static dev.adjoint.exec.gemm.Blocking.roundUp;

import dev.adjoint.exec.VectorSupport;
import dev.adjoint.graph.DType;
import java.util.Arrays;

/**
 * The product {@code C[m, n] += A · B} of an A whose elements are scattered over an array: {@code
 * [i, p]} is at {@code lines[i] + steps[p]}, so that lines may overlap and A is never written down.
 * B is packed, transposed on the way.
 *
 * <p>Each element of C is one chain of fused multiply-adds that goes on from what is there, along
 * {@code p}, in order. An object has no state but its tables, so threads can share it.
 */
public final class LineProduct {
  private final ElementLoops loops;
  private final int n;
  private final int[] lines;
  private final int[] steps;
  private final OffsetBlock block;
  private final OffsetKernel kernel;
  private final int width;
  private final Object zeros;

  private LineProduct(DType dtype, int[] lines, int n, int[] steps, int bits) {
    boolean doubles = dtype == DType.F64;
    loops = ElementLoops.of(doubles, bits);
    this.n = n;
    this.steps = steps.clone();
    block = OffsetBlock.withPanelOfB(doubles, bits, lines.length, n);
    kernel = BlockKernels.of(block);
    width = roundUp(n, block.columns());
    zeros = loops.newArray(block.columns());
    // Rows beyond the last are computed, too, and nobody looks at them.
    this.lines = Arrays.copyOf(lines, roundUp(lines.length, block.rows()));
  }

  /**
   * Returns the product, on vectors of {@link VectorSupport#bits}.
   *
   * @param dtype the type of all elements, F32 or F64
   * @param lines the offset of each row of A
   * @param n the columns of B and C
   * @param steps the offset of each column of A
   */
  public static LineProduct create(DType dtype, int[] lines, int n, int... steps) {
    return new LineProduct(dtype, lines, n, steps, VectorSupport.bits());
  }

  /** Returns the product on vectors of {@code bits} bits. */
  static LineProduct ofBits(DType dtype, int[] lines, int n, int bits, int... steps) {
    return new LineProduct(dtype, lines, n, steps, bits);
  }

  /** Returns the distance between rows of C, {@code n} or somewhat more. */
  public int width() {
    return width;
  }

  /** Returns how many elements C has with the rows and columns beyond the last. */
  public int size() {
    return lines.length * width;
  }

  /** Returns how many elements B has when packed. */
  public int packedSize() {
    return steps.length * width;
  }

  /**
   * Returns how many columns a panel of a packed B has. Panels stand one after the other, each with
   * its part of all rows.
   */
  public int panelWidth() {
    return block.columns();
  }

  /**
   * Packs {@code depth} rows of a B of which element {@code [p, j]} is at {@code at + j·across +
   * p·along}; one of the two is 1.
   *
   * @param packed the array for B, which begins at {@code packedAt}
   */
  public void pack(
      Object b, int at, int across, int along, int depth, Object packed, int packedAt) {
    int columns = block.columns();
    for (int j = 0; j < width; j += columns) {
      int lanes = Math.clamp(n - j, 0, columns);
      int to = packedAt + j * depth;
      loops.pack(b, at + j * across, across, along, lanes, depth, packed, to, columns);
    }
  }

  /**
   * Adds the product of the first {@code depth} columns of A and as many packed rows of B.
   *
   * @param a the array of A
   * @param aAt what all offsets count from
   * @param packed the array of B, which begins at {@code packedAt}
   * @param c the array of C, which begins at {@code cAt}
   */
  public void accumulate(
      Object a, int aAt, Object packed, int packedAt, int depth, Object c, int cAt) {
    for (int j = 0; j < width; j += block.columns()) {
      for (int i = 0; i < lines.length; i += block.rows()) {
        int to = cAt + i * width + j;
        run(a, aAt, i, packed, packedAt + j * depth, depth, c, to, width, c, to);
      }
    }
  }

  /**
   * Sets C to the product, with chains that start from {@code +0}, for some rows of A at least; see
   * {@link #accumulate}.
   *
   * @param rows how many rows; more may be computed, up to the next block of rows
   */
  public void multiply(
      Object a, int aAt, Object packed, int packedAt, int rows, Object c, int cAt) {
    int depth = steps.length;
    for (int j = 0; j < width; j += block.columns()) {
      for (int i = 0; i < rows; i += block.rows()) {
        int to = cAt + i * width + j;
        run(a, aAt, i, packed, packedAt + j * depth, depth, zeros, 0, 0, c, to);
      }
    }
  }

  private void run(
      Object a,
      int aAt,
      int row,
      Object packed,
      int panel,
      int depth,
      Object start,
      int startAt,
      int startRow,
      Object c,
      int cAt) {
    kernel.run(
        a, aAt, lines, row, packed, panel, steps, depth, start, startAt, startRow, c, cAt, width);
  }
}
