// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

/**
 * A derivative by differences.
 *
 * @param value the derivative
 * @param error how far it may be off; infinite if there is none
 * @param scale its magnitude before cancellation among the outputs
 * @param doubt how little it is to be trusted: its error, and what rounding of large numbers inside
 *     the function might add unseen
 * @param changing how many outputs it is a sum over
 * @param behaviour how the function behaves at the point
 */
record Estimate(
    double value, double error, double scale, double doubt, int changing, Behaviour behaviour) {
  /** An error beyond this part of the derivative leaves none of it. */
  private static final double MEANINGFUL = 1e-2;

  /** What differences tell of a function around a point. */
  enum Behaviour {
    /** The slopes left and right of the point agree. */
    SMOOTH,
    /** The slopes left and right of the point differ. */
    KINK,
    /** The values left and right of the point differ, however close they are to it. */
    JUMP,
    /** The function is not finite around the point. */
    UNDEFINED
  }

  /** Returns the estimate where there are no finite values to make one from. */
  static Estimate undefined() {
    return new Estimate(
        Double.NaN, Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY, 0, Behaviour.UNDEFINED);
  }

  /** Returns whether the estimate has most of the digits that a roundoff of {@code unit} allows. */
  boolean isSharp(double unit) {
    return behaviour == Behaviour.SMOOTH && error <= Math.sqrt(unit) * scale / 64;
  }

  /** Returns whether this is rather to be believed than another one of other steps. */
  boolean isBetterThan(Estimate other) {
    boolean smooth = behaviour == Behaviour.SMOOTH && error <= MEANINGFUL * scale;
    boolean otherSmooth =
        other.behaviour == Behaviour.SMOOTH && other.error <= MEANINGFUL * other.scale;
    return smooth == otherSmooth ? doubt < other.doubt : smooth;
  }
}
