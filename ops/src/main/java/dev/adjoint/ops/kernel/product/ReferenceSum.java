// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.product;

import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.graph.DType;
import java.util.Arrays;

/**
 * A sum of products in the order of every long sum, the oracle of faster kernels. Terms form
 * blocks, each a chain of fused multiply-adds from {@code +0}; the sums of eight neighbouring
 * blocks are added in order, then those of eight such groups, and so on until one is left. A double
 * holds each float.
 */
public final class ReferenceSum {
  private static final int FAN = 8;

  private final DType dtype;
  private double[] sums = new double[4];
  private int blocks;
  private int terms;

  /** Creates a sum of a floating dtype. */
  public ReferenceSum(DType dtype) {
    this.dtype = dtype;
  }

  /** Adds {@code a·b}, in a block of {@value BlockSums#BLOCK} terms. */
  public void fma(double a, double b) {
    if (blocks == 0 || terms == BlockSums.BLOCK) {
      beginBlock(0);
    }
    double sum = sums[blocks - 1];
    sums[blocks - 1] =
        dtype == DType.F32 ? Math.fma((float) a, (float) b, (float) sum) : Math.fma(a, b, sum);
    terms++;
  }

  /** Ends the block; the next term begins another. */
  public void endBlock() {
    terms = BlockSums.BLOCK;
  }

  /** Adds the sum of a whole block. */
  public void addBlock(double sum) {
    beginBlock(sum);
    endBlock();
  }

  private void beginBlock(double sum) {
    if (blocks == sums.length) {
      sums = Arrays.copyOf(sums, 2 * blocks);
    }
    sums[blocks++] = sum;
    terms = 0;
  }

  /** Returns the sum of all blocks, and begins another sum. */
  public double result() {
    int count = blocks;
    while (count > 1) {
      for (int i = 0; i < count; i++) {
        sums[i / FAN] = i % FAN == 0 ? sums[i] : add(sums[i / FAN], sums[i]);
      }
      count = Math.ceilDiv(count, FAN);
    }
    double sum = count == 0 ? 0 : sums[0];
    blocks = 0;
    terms = 0;
    return sum;
  }

  private double add(double a, double b) {
    return dtype == DType.F32 ? (float) a + (float) b : a + b;
  }
}
