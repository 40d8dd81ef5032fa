// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.emit.LaneReduction;
import dev.adjoint.exec.emit.LoopKernel;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.emit.LoopSignature;
import dev.adjoint.exec.emit.TieredLoop;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import dev.adjoint.graph.ScalarProgramBuilder;
import java.util.Collections;
import java.util.List;

/**
 * The product {@code C[m, n] = A · Bᵀ} of rows of contiguous elements, for few and long ones: row
 * {@code i} of A begins at {@code lines[i]}, so that rows may overlap.
 *
 * <p>Each element of C is summed in the virtual lanes of a {@link LaneReduction}, 16 for F32 and 8
 * for F64, whatever the hardware has, each a chain of fused multiply-adds. It runs on a generated
 * loop that reads some rows of both at a time, on vectors or single elements, with the same bits.
 * An object serves one thread at a time.
 */
public final class LaneProduct {
  /** As many elements of a row, at most, are summed at once, in a single stretch. */
  public static final int RUN = 1024;

  /** Sums at a time that the registers of 512 bits hold, one vector each, with what they read. */
  private static final int SUMS = 16;

  /** Bits of all lanes of a sum. */
  private static final int LANE_BITS = 512;

  /** Rows of A at a time: each is read for all those of B. */
  private static final int ROWS = 5;

  private final int[] lines;
  private final int n;
  private final int rows;
  private final int columns;
  private final ImmutableList<LaneReduction> reductions;
  private final TieredLoop kernel;
  private final LaneSums single = new LaneSums();
  private final LoopOperands at = new LoopOperands();

  private LaneProduct(DType dtype, int[] lines, int n, int bits) {
    this.lines = lines.clone();
    this.n = n;
    // Narrower vectors hold a sum in several registers, and there are half as many.
    int sums = bits == LANE_BITS ? SUMS : Math.max(1, SUMS / 4 * bits / LANE_BITS);
    rows = evenPart(lines.length, Math.min(ROWS, sums));
    columns = evenPart(n, sums / rows);
    reductions = ImmutableList.copyOf(Collections.nCopies(rows * columns, sum(dtype)));
    LoopSignature signature = signature(dtype, bits);
    kernel = LoopKernels.tiered(signature).orElseThrow();
    at.reserve(rows + columns, rows * columns);
    at.reserveLanes(reductions);
  }

  /**
   * Returns the product, on vectors of {@link VectorSupport#bits}.
   *
   * @param dtype the type of all elements, F32 or F64
   * @param lines where each row of A begins, one at least
   * @param n the rows of B, one at least
   */
  public static LaneProduct create(DType dtype, int[] lines, int n) {
    return new LaneProduct(dtype, lines, n, VectorSupport.bits());
  }

  /** Returns the product on vectors of {@code bits} bits. */
  static LaneProduct ofBits(DType dtype, int[] lines, int n, int bits) {
    return new LaneProduct(dtype, lines, n, bits);
  }

  /** Cuts {@code length} into as few parts of at most {@code limit} as possible, evenly. */
  private static int evenPart(int length, int limit) {
    return Math.ceilDiv(length, Math.ceilDiv(length, limit));
  }

  private static LaneReduction sum(DType dtype) {
    Scalar sum = Scalar.argument(0, dtype).add(Scalar.argument(1, dtype));
    return new LaneReduction(ScalarProgram.of(List.of(dtype, dtype), List.of(sum)), 0, RUN);
  }

  /** Inputs are rows of A, rows of B, and a lane for each sum. */
  private LoopSignature signature(DType dtype, int bits) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    int[] read = new int[rows + columns];
    for (int i = 0; i < read.length; i++) {
      read[i] = builder.input(dtype);
    }
    Integer[] sums = new Integer[rows * columns];
    for (int k = 0; k < sums.length; k++) {
      int lane = builder.input(dtype);
      int a = read[k / columns];
      int b = read[rows + k % columns];
      sums[k] = builder.add(new Step(Instruction.FMA, dtype, ImmutableList.of(a, b, lane), 0));
    }
    ScalarProgram body = builder.build(List.of(sums));
    ImmutableList<Boolean> uniform =
        ImmutableList.copyOf(Collections.nCopies(body.inputs().size(), false));
    return new LoopSignature(body, uniform, reductions, bits);
  }

  /**
   * Computes C.
   *
   * @param a the array of A
   * @param aAt what all lines count from
   * @param b the array of B, which begins at {@code bAt}
   * @param across the distance between rows of B
   * @param length how many elements of each row to take, {@value #RUN} at most
   * @param c the array for C, dense and row-major, which begins with it
   */
  public void run(Object a, int aAt, Object b, int bAt, int across, int length, Object c) {
    for (int i = 0; i < lines.length; i += rows) {
      for (int j = 0; j < n; j += columns) {
        // The last ones may have been computed in part, and are the same.
        block(
            Math.min(i, lines.length - rows),
            Math.min(j, n - columns),
            a,
            aAt,
            b,
            bAt,
            across,
            length,
            c);
      }
    }
    at.release(rows + columns, rows * columns);
  }

  private void block(
      int i, int j, Object a, int aAt, Object b, int bAt, int across, int length, Object c) {
    LoopKernel fast = kernel.kernel(1, length);
    if (fast == null) {
      for (int k = 0; k < rows * columns; k++) {
        int row = i + k / columns;
        int column = j + k % columns;
        int from = bAt + column * across;
        single.sum(a, aAt + lines[row], b, from, length, c, row * n + column);
      }
      return;
    }
    for (int r = 0; r < rows; r++) {
      at.in[r] = a;
      at.inAt[r] = aAt + lines[i + r];
    }
    for (int v = 0; v < columns; v++) {
      at.in[rows + v] = b;
      at.inAt[rows + v] = bAt + (j + v) * across;
    }
    for (int k = 0; k < rows * columns; k++) {
      at.out[k] = c;
      at.outAt[k] = (i + k / columns) * n + j + k % columns;
    }
    fast.run(at, 1, length);
  }
}
