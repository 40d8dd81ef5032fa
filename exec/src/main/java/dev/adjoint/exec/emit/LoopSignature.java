// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.ScalarProgram;
import java.util.Arrays;

/**
 * The properties of a loop that determine its kernel.
 *
 * @param body the body; for each reduction its last inputs are a lane of the reduction, and its
 *     last results the new values of the lane
 * @param steps for each input the stride along the row: 0 uniform, 1 contiguous; over vectors,
 *     {@link #MOST_STEP} at most
 * @param reductions how rows are reduced
 * @param bits the width of its vectors, {@link VectorSupport#SCALAR} for single elements
 * @param spread the stride of a result along the row: 1, or the number of results, which are then
 *     stored interleaved, from the address of the first one on
 * @param overlaps whether the remainder of a row after whole vectors is computed by a further
 *     vector that overlaps the last one; a result must then not share the memory of an input
 */
public record LoopSignature(
    ScalarProgram body,
    ImmutableIntArray steps,
    ImmutableList<LaneReduction> reductions,
    int bits,
    int spread,
    boolean overlaps) {
  /** The largest stride of a vector's elements; the vector is assembled from as many vectors. */
  public static final int MOST_STEP = 4;

  private static final int LONG_STEPS = 40;

  /**
   * Checks that there is an input and a result for each reduction, and that neighbours are near.
   */
  public LoopSignature {
    Preconditions.checkArgument(
        steps.length() == body.inputs().size()
            && reductions.size() <= body.inputs().size()
            && reductions.size() <= body.results().length(),
        "loop: inputs %s, steps %s and %s reductions do not fit",
        body.inputs(),
        steps,
        reductions.size());
    Preconditions.checkArgument(
        bits == VectorSupport.SCALAR || areNear(steps),
        "loop: vectors of elements that lie too far apart: %s",
        steps);
    Preconditions.checkArgument(
        reductions.isEmpty() && spread == body.results().length() || spread == 1,
        "loop: %s results cannot be spread over %s places",
        body.results().length(),
        spread);
    Preconditions.checkArgument(
        reductions.isEmpty() || !overlaps, "loop: reductions must not overlap");
    Preconditions.checkArgument(
        haveOneStretch(reductions),
        "loop: reductions in stretches of several lengths: %s",
        reductions);
  }

  private static boolean areNear(ImmutableIntArray steps) {
    for (int i = 0; i < steps.length(); i++) {
      if (steps.get(i) > MOST_STEP) {
        return false;
      }
    }
    return true;
  }

  private static boolean haveOneStretch(ImmutableList<LaneReduction> reductions) {
    for (LaneReduction reduction : reductions) {
      if (reduction.stretch() != reductions.getFirst().stretch()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Creates a signature of a loop whose elements lie side by side.
   *
   * @param uniform for each input whether it is one element for a row, else it moves along
   */
  public LoopSignature(
      ScalarProgram body,
      ImmutableList<Boolean> uniform,
      ImmutableList<LaneReduction> reductions,
      int bits) {
    this(body, steps(uniform), reductions, bits, 1, false);
  }

  private static ImmutableIntArray steps(ImmutableList<Boolean> uniform) {
    int[] steps = new int[uniform.size()];
    Arrays.setAll(steps, i -> uniform.get(i) ? 0 : 1);
    return ImmutableIntArray.copyOf(steps);
  }

  /** Returns a signature without reductions. */
  public static LoopSignature of(ScalarProgram body, ImmutableList<Boolean> uniform, int bits) {
    return new LoopSignature(body, uniform, ImmutableList.of(), bits);
  }

  /** Returns the signature of a loop that computes the same without transcendental instructions. */
  LoopSignature lowered() {
    ImmutableList<LaneReduction> lowered =
        reductions.stream()
            .map(f -> new LaneReduction(Lowering.lower(f.combine()), f.identity(), f.stretch()))
            .collect(ImmutableList.toImmutableList());
    return new LoopSignature(Lowering.lower(body), steps, lowered, bits, spread, overlaps);
  }

  /** Returns the signature of the same loop on vectors of another width. */
  LoopSignature ofBits(int other) {
    return new LoopSignature(body, steps, reductions, other, spread, overlaps);
  }

  /** By hand, as linking what the JVM makes for a record takes a fresh one some milliseconds. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LoopSignature that
        && bits == that.bits
        && spread == that.spread
        && overlaps == that.overlaps
        && steps.equals(that.steps)
        && reductions.equals(that.reductions)
        && body.equals(that.body);
  }

  @Override
  public int hashCode() {
    int widths = 31 * bits + 2 * spread + (overlaps ? 1 : 0);
    return 31 * (31 * (31 * body.hashCode() + steps.hashCode()) + reductions.hashCode()) + widths;
  }

  /** Returns whether the body has more values than a processor has registers, by far. */
  boolean isLong() {
    return body.steps().size() > LONG_STEPS;
  }

  /** Returns the number of elements in a stretch; the loop must have a reduction. */
  int stretch() {
    return reductions.getFirst().stretch();
  }

  /** Returns how many inputs are read from memory. */
  int loaded() {
    return body.inputs().size() - reductions.size();
  }

  /** Returns how many results are stored element by element. */
  int stored() {
    return body.results().length() - reductions.size();
  }
}
