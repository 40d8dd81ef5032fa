package dev.adjoint.exec.gemm;

import static dev.adjoint.exec.gemm.Blocking.roundUp;

import dev.adjoint.exec.VectorSupport;
import dev.adjoint.exec.bytecode.Tiered;
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
  private final Tiered<OffsetKernel> kernel;
  private final int width;

  private LineProduct(DType dtype, int[] lines, int n, int[] steps, int bits) {
    boolean doubles = dtype == DType.F64;
    loops = ElementLoops.of(doubles, bits);
    this.n = n;
    this.steps = steps.clone();
    block = OffsetBlock.withPanelOfB(doubles, bits, lines.length, n);
    kernel = BlockKernels.of(block);
    width = roundUp(n, block.columns());
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
   * Packs {@code depth} rows of a B of which element {@code [p, j]} is at {@code at + j·across +
   * p}.
   */
  public void pack(Object b, int at, int across, int depth, Object packed) {
    int columns = block.columns();
    for (int j = 0; j < width; j += columns) {
      int lanes = Math.clamp(n - j, 0, columns);
      loops.pack(b, at + j * across, across, 1, lanes, depth, packed, j * depth, columns);
    }
  }

  /**
   * Adds the product of the first {@code depth} columns of A and as many packed rows of B.
   *
   * @param a the array of A
   * @param aAt what all offsets count from
   * @param c the array of C, which begins with it
   */
  public void accumulate(Object a, int aAt, Object packed, int depth, Object c) {
    int columns = block.columns();
    for (int j = 0; j < width; j += columns) {
      for (int i = 0; i < lines.length; i += block.rows()) {
        int at = i * width + j;
        long work = (long) block.rows() * columns * depth;
        kernel
            .forWork(work)
            .run(a, aAt, lines, i, packed, j * depth, steps, depth, c, at, width, c, at, width);
      }
    }
  }
}
