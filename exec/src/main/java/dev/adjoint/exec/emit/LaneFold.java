// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.DType;

/**
 * How a loop folds the elements of a row into one: in virtual lanes, element {@code i} into lane
 * {@code i mod lanes}, each from the identity on. A row of more than {@value #STRETCH} elements is
 * folded so in stretches of {@value #STRETCH}, and these lane by lane in order. Then lane {@code l}
 * takes in lane {@code l + h} for all {@code l < h}, for {@code h} half the lanes, a quarter and so
 * on, and lane 0 is the result. The number of lanes is the dtype's, whatever the hardware has.
 *
 * <p>The lanes of a stretch start anew for the sake of the error of sums, which grows with the
 * length of what is added one by one; and as they wait for no other stretch, a processor takes up
 * the next one early.
 *
 * @param combine a body that makes a lane of the lane, its first input, and an element
 * @param identity what lanes start from, the payload of a literal
 */
public record LaneFold(LoopBody combine, long identity) {
  /** The elements of a stretch, a multiple of the lanes of every dtype. */
  public static final int STRETCH = 256;

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
