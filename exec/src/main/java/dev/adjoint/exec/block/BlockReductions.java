// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import dev.adjoint.exec.emit.LaneReduction;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;

/**
 * The combine step of a reduction, applied to blocks.
 *
 * <p>A run of {@code n} contiguous elements is reduced into one with {@code L} virtual lanes, 8 for
 * F64 and I64, 16 otherwise, whatever the hardware has, stretch by stretch, as a {@link
 * LaneReduction} states. This order is fixed, so the bits are the same on every machine.
 */
public final class BlockReductions {
  /** As many lanes as any dtype has. */
  static final int LANES = 16;

  private final DType dtype;
  private final BlockBody combine;
  private final BlockBody identity;

  private BlockReductions(DType dtype, BlockBody combine, BlockBody identity) {
    this.dtype = dtype;
    this.combine = combine;
    this.identity = identity;
  }

  /** Returns the loops that combine elements of a dtype, beginning with the identity. */
  public static BlockReductions of(DType dtype, Scalar combine, Scalar identity) {
    return new BlockReductions(dtype, BlockBody.of(combine), BlockBody.of(identity));
  }

  /** Stores the identity {@code n ≤ TILE} times. */
  public void fill(Object y, int yi, int n, Scratch scratch) {
    identity.run(y, yi, y, yi, n, scratch);
  }

  /** Reduces {@code x[xi + i]} into {@code y[yi + i]} for {@code 0 ≤ i < n ≤ TILE}. */
  public void into(Object y, int yi, Object x, int xi, int n, Scratch scratch) {
    combine.run(y, yi, x, xi, y, yi, n, scratch);
  }

  /** Reduces {@code x[xi … xi + n)} into the one element {@code y[yi]}, which it overwrites. */
  public void run(Object x, int xi, int n, Object y, int yi, Scratch scratch) {
    stretch(x, xi, Math.min(LaneReduction.STRETCH, n), scratch);
    System.arraycopy(scratch.lanes(dtype), 0, y, yi, 1);
    for (int from = LaneReduction.STRETCH; from < n; from += LaneReduction.STRETCH) {
      stretch(x, xi + from, Math.min(LaneReduction.STRETCH, n - from), scratch);
      into(y, yi, scratch.lanes(dtype), 0, 1, scratch);
    }
  }

  /** Reduces elements into the first lane. */
  private void stretch(Object x, int xi, int n, Scratch scratch) {
    Object lanes = scratch.lanes(dtype);
    int width = LaneReduction.lanes(dtype);
    fill(lanes, 0, width, scratch);
    for (int i = 0; i < n; i += width) {
      into(lanes, 0, x, xi + i, Math.min(width, n - i), scratch);
    }
    for (int half = width / 2; half > 0; half /= 2) {
      into(lanes, 0, lanes, half, half, scratch);
    }
  }
}
