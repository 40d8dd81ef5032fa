// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a {@link LoopKernel} runs on. Filled anew for every run, so that runs allocate
 * nothing; arrays may be longer than the loop's operands are many.
 */
public final class LoopOperands {
  /** For each input its array, such as {@code float[]}. */
  public @Nullable Object[] in = new Object[8];

  /** For each input the index of its first element; a uniform one has only this one in a row. */
  public int[] inAt = new int[8];

  /** For each input how many elements on the next row begins. */
  public int[] inStep = new int[8];

  /** For each result its array. */
  public @Nullable Object[] out = new Object[8];

  /** For each result the index of its first element. */
  public int[] outAt = new int[8];

  /**
   * For each result how many elements on the next row begins, or stands the next row's reduction.
   */
  public int[] outStep = new int[8];

  /** For each reduction an array for its lanes. */
  public @Nullable Object[] lanes = new Object[0];

  /** For each dtype the arrays for lanes so far. */
  private final @Nullable Object[][] kept = new Object[DType.values().length][0];

  /** Creates operands that name no memory. */
  public LoopOperands() {}

  /** Makes room for a loop of that many inputs and results. */
  public void reserve(int inputs, int results) {
    if (in.length < inputs) {
      in = new Object[inputs];
      inAt = new int[inputs];
      inStep = new int[inputs];
    }
    if (out.length < results) {
      out = new Object[results];
      outAt = new int[results];
      outStep = new int[results];
    }
  }

  /** Makes room for the lanes of reductions. */
  public void reserveLanes(ImmutableList<LaneReduction> reductions) {
    if (lanes.length < reductions.size()) {
      lanes = new Object[reductions.size()];
    }
    for (int f = 0; f < reductions.size(); f++) {
      lanes[f] = lanes(reductions.get(f).dtype(), f);
    }
  }

  private Object lanes(DType dtype, int reduction) {
    @Nullable Object[] all = kept[dtype.ordinal()];
    if (reduction >= all.length) {
      all = Arrays.copyOf(all, reduction + 1);
      kept[dtype.ordinal()] = all;
    }
    Object array = all[reduction];
    if (array == null) {
      array = dtype.newArray(LaneReduction.lanes(dtype));
      all[reduction] = array;
    }
    return array;
  }

  /** Releases the arrays of others. */
  public void release(int inputs, int results) {
    Arrays.fill(in, 0, inputs, null);
    Arrays.fill(out, 0, results, null);
  }
}
