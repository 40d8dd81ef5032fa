// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

/**
 * How a function behaves around a point, along a line.
 *
 * @param kind in one word
 * @param slope the derivative, where there is one: by steps that stay on the branch of the point
 * @param left the slope left of the point
 * @param right the slope right of the point
 * @param least the sum over the outputs of the smaller of the slopes on both sides
 * @param most the sum over the outputs of the larger of the slopes on both sides
 * @param scale the magnitude of the slope before cancellation among the outputs
 * @param noise what rounding does to the weighted outputs that are seen to change
 * @param hidden the same of all outputs: some may change by less than they are rounded
 * @param variation how far the weighted outputs move, at most
 * @param size the magnitude of the weighted outputs
 */
record Surroundings(
    Kind kind,
    Slope slope,
    Slope left,
    Slope right,
    double least,
    double most,
    double scale,
    double noise,
    double hidden,
    double variation,
    double size) {
  /** The sorts of surroundings. */
  enum Kind {
    /** The point lies inside a branch of the function, or at its end. */
    BRANCH,
    /** Branches meet at the point. */
    KINK,
    /** The function jumps at the point. */
    JUMP,
    /** The function is not finite at one side of the point, however close. */
    EDGE
  }
}
