// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ScalarProgram;

/**
 * How a loop reduces the elements of a row into one: in virtual lanes, element {@code i} into lane
 * {@code i mod lanes}, each from the identity on; then lane {@code l} takes in lane {@code l + h}
 * for all {@code l < h}, for {@code h} half the lanes, a quarter and so on, and lane 0 is the
 * result. The number of lanes depends on the dtype alone, not on the hardware. A row longer than a
 * stretch is reduced stretch by stretch, and the results of the stretches are reduced in order.
 *
 * <p>The lanes of each stretch start from the identity, since the error of a sum grows with the
 * number of elements added one by one. A stretch is short enough for the error of sums, and long
 * enough for the cost of its end to be small.
 *
 * @param combine a body that makes a lane of the lane, its first input, and an element
 * @param identity the initial value of lanes, the payload of a literal
 * @param stretch the elements of a stretch, a multiple of the lanes; the same for all reductions of
 *     a loop
 */
public record LaneReduction(ScalarProgram combine, long identity, int stretch) {
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
