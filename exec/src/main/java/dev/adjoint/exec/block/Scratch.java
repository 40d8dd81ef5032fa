// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import dev.adjoint.exec.emit.LaneReduction;
import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.machine.CacheSizes;
import dev.adjoint.graph.DType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The working memory of one thread while it runs pieces of steps. Arrays are kept after their first
 * use, so that running the same steps again allocates nothing.
 */
public final class Scratch {
  /** How many elements a block loop handles at once: a few registers of them fit the L1 cache. */
  public static final int TILE = CacheSizes.L1 / 8;

  /** How many elements of an input of a fused loop are copied at once at most. */
  public static final int COPY = CacheSizes.L1 / 2;

  private static final int DTYPES = DType.values().length;

  private final @Nullable Object[][] registers = new Object[DTYPES][0];
  private final @Nullable Object[][] copies = new Object[DTYPES][0];
  private final @Nullable Object[] lanes = new Object[DTYPES];
  private int[] coordinates = new int[8];

  /** The arrays of a body's arguments, set by the caller. */
  @Nullable Object[] arguments = new Object[4];

  /** Where in {@link #arguments} the first element stands. */
  int[] argumentOffsets = new int[4];

  /** The arrays of the values of a body's steps. */
  public @Nullable Object[] values = new Object[16];

  /** Where in {@link #values} the first element stands. */
  public int[] valueOffsets = new int[16];

  private final List<LoopMemory> memories = new ArrayList<>();
  private final @Nullable Object[][] rows = new Object[DTYPES][0];

  /** The memory of a fused loop's inputs and results. */
  public final LoopOperands loop = new LoopOperands();

  /** Makes room for a body of that many arguments and steps. */
  public void reserve(int argumentCount, int stepCount) {
    if (arguments.length < argumentCount) {
      arguments = new Object[argumentCount];
      argumentOffsets = new int[argumentCount];
    }
    if (values.length < stepCount) {
      values = new Object[stepCount];
      valueOffsets = new int[stepCount];
    }
  }

  /** Releases the arrays of others. */
  public void release(int argumentCount, int stepCount) {
    Arrays.fill(arguments, 0, argumentCount, null);
    Arrays.fill(values, 0, stepCount, null);
  }

  /** Returns a register of {@link #TILE} elements. */
  public Object register(DType dtype, int number) {
    @Nullable Object[] all = registers[dtype.ordinal()];
    if (number >= all.length) {
      all = Arrays.copyOf(all, number + 1);
      registers[dtype.ordinal()] = all;
    }
    Object register = all[number];
    if (register == null) {
      register = dtype.newArray(TILE);
      all[number] = register;
    }
    return register;
  }

  /** Returns elements for the virtual lanes of a reduction. */
  Object lanes(DType dtype) {
    return kept(lanes, dtype, LaneReduction.lanes(dtype));
  }

  /** Returns {@link #COPY} elements for the copy of an input of a fused loop. */
  public Object copy(DType dtype, int input) {
    @Nullable Object[] all = copies[dtype.ordinal()];
    if (input >= all.length) {
      all = Arrays.copyOf(all, input + 1);
      copies[dtype.ordinal()] = all;
    }
    Object copy = all[input];
    if (copy == null) {
      copy = dtype.newArray(COPY);
      all[input] = copy;
    }
    return copy;
  }

  /** Returns the operands of a stage, which the caller sets. */
  public LoopMemory memory(int stage) {
    while (memories.size() <= stage) {
      memories.add(new LoopMemory());
    }
    return memories.get(stage);
  }

  /** Returns an array of at least {@code size} elements for rows between stages. */
  public Object rows(DType dtype, int number, int size) {
    @Nullable Object[] all = rows[dtype.ordinal()];
    if (number >= all.length) {
      all = Arrays.copyOf(all, number + 1);
      rows[dtype.ordinal()] = all;
    }
    Object array = all[number];
    if (array == null || Array.getLength(array) < size) {
      array = dtype.newArray(size);
      all[number] = array;
    }
    return array;
  }

  private static Object kept(@Nullable Object[] of, DType dtype, int size) {
    Object array = of[dtype.ordinal()];
    if (array == null) {
      array = dtype.newArray(size);
      of[dtype.ordinal()] = array;
    }
    return array;
  }

  /** Returns coordinates for that many axes. */
  public int[] coordinates(int rank) {
    if (coordinates.length < rank) {
      coordinates = new int[rank];
    }
    return coordinates;
  }
}
