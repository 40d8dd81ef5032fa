// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.DType;

/**
 * How a loop reduces the elements of a row into one: in virtual lanes, element {@code i} into lane
 * {@code i mod lanes}, each from the identity on; then lane {@code l} takes in lane {@code l + h}
 * for all {@code l < h}, for {@code h} half the lanes, a quarter and so on, and lane 0 is the
 * result. The number of lanes is the dtype's, whatever the hardware has. A longer row than a
 * stretch is reduced so stretch by stretch, and their results are reduced in order.
 *
 * <p>The lanes of a stretch start anew for the sake of the error of sums, which grows with the
 * length of what is added one by one. In reductions it is no longer than the error of a sum allows,
 * and long enough for what its end costs.
 *
 * @param combine a body that makes a lane of the lane, its first input, and an element
 * @param identity what lanes start from, the payload of a literal
 * @param stretch the elements of a stretch, a multiple of the lanes; the same for all reductions of
 *     a loop
 */
public record LaneReduction(LoopBody combine, long identity, int stretch) {
  /** The elements of a stretch in reductions. */
  public static final int STRETCH = 512;

  /** Returns the number of virtual lanes: 8 for dtypes of 8 bytes, 16 for others. */
  public static int lanes(DType dtype) {
    return dtype.bytes() == 8 ? 8 : 16;
  }

  /** Returns the dtype of the elements and of the result. */
  public DType dtype() {
    return combine.inputs().getFirst();
  }

  /** Returns the number of virtual lanes. */
  public int lanes() {
    return lanes(dtype());
  }
}
