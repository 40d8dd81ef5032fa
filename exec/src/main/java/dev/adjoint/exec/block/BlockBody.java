// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.math.Expansion;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A scalar body that runs over blocks of elements: each of its steps is one loop over arrays of
 * {@link Scratch#TILE} elements. Arguments are read where they lie, the last step writes the output
 * where it lies, and intermediate values stay in registers.
 *
 * <p>An output may be the very memory of an argument, since only the last step writes to it.
 */
public final class BlockBody {
  private final ImmutableList<ScalarProgram.Step> steps;
  private final int arguments;
  private final int[] registers;
  private final boolean direct;

  private BlockBody(ScalarProgram program) {
    this.steps = program.steps();
    this.arguments = program.inputs().size();
    this.registers = allocate(steps);
    this.direct =
        steps.subList(0, steps.size() - 1).stream()
            .allMatch(step -> step.instruction() == Instruction.ARGUMENT);
  }

  /** Returns the body of an expression. */
  public static BlockBody of(Scalar result) {
    return new BlockBody(Expansion.of(ScalarProgram.of(result)));
  }

  /** Gives each step a register that no later reader still needs, counted for each dtype. */
  private static int[] allocate(ImmutableList<ScalarProgram.Step> steps) {
    int[] lastUse = new int[steps.size()];
    for (int k = 0; k < lastUse.length; k++) {
      for (int operand : steps.get(k).operands()) {
        lastUse[operand] = k;
      }
    }
    int[] registers = new int[steps.size()];
    Arrays.fill(registers, -1);
    int[] next = new int[DType.values().length];
    ImmutableList.Builder<Deque<Integer>> queues = ImmutableList.builder();
    for (int d = 0; d < next.length; d++) {
      queues.add(new ArrayDeque<>());
    }
    ImmutableList<Deque<Integer>> free = queues.build();
    for (int k = 0; k < registers.length - 1; k++) {
      ScalarProgram.Step step = steps.get(k);
      for (int operand : step.operands()) {
        if (lastUse[operand] == k && registers[operand] >= 0) {
          free.get(steps.get(operand).dtype().ordinal()).push(registers[operand]);
          lastUse[operand] = -1;
        }
      }
      if (step.instruction() != Instruction.ARGUMENT) {
        int d = step.dtype().ordinal();
        registers[k] = free.get(d).isEmpty() ? next[d]++ : free.get(d).pop();
      }
    }
    return registers;
  }

  /** Returns the argument that the body hands through unchanged, or −1 if it computes something. */
  public int passedThrough() {
    ScalarProgram.Step last = steps.getLast();
    return last.instruction() == Instruction.ARGUMENT ? (int) last.payload() : -1;
  }

  /** Computes the elements {@code [from, to)} of the output. */
  public void run(Buffer[] inputs, Buffer output, int from, int to, Scratch scratch) {
    scratch.reserve(inputs.length, steps.size());
    int tile = direct ? to - from : Scratch.TILE;
    for (int start = from; start < to; start += tile) {
      for (int i = 0; i < inputs.length; i++) {
        scratch.arguments[i] = inputs[i].array();
        scratch.argumentOffsets[i] = inputs[i].offset() + start;
      }
      tile(output.array(), output.offset() + start, Math.min(tile, to - start), scratch);
    }
    scratch.release(inputs.length, steps.size());
  }

  /** Computes {@code y[yi + i]} from {@code a[ai + i]} for {@code 0 ≤ i < n ≤ TILE}. */
  public void run(Object a, int ai, Object y, int yi, int n, Scratch scratch) {
    run(a, ai, a, ai, y, yi, n, scratch);
  }

  /** Computes {@code y[yi + i]} from {@code a[ai + i], b[bi + i]} for {@code 0 ≤ i < n ≤ TILE}. */
  public void run(Object a, int ai, Object b, int bi, Object y, int yi, int n, Scratch scratch) {
    scratch.reserve(Math.max(2, arguments), steps.size());
    scratch.arguments[0] = a;
    scratch.argumentOffsets[0] = ai;
    scratch.arguments[1] = b;
    scratch.argumentOffsets[1] = bi;
    tile(y, yi, n, scratch);
    scratch.release(2, steps.size());
  }

  private void tile(Object y, int yi, int n, Scratch scratch) {
    @Nullable Object[] at = scratch.values;
    int[] offset = scratch.valueOffsets;
    int last = steps.size() - 1;
    for (int k = 0; k <= last; k++) {
      ScalarProgram.Step step = steps.get(k);
      if (step.instruction() == Instruction.ARGUMENT) {
        at[k] = scratch.arguments[(int) step.payload()];
        offset[k] = scratch.argumentOffsets[(int) step.payload()];
      } else {
        at[k] = k == last ? y : scratch.register(step.dtype(), registers[k]);
        offset[k] = k == last ? yi : 0;
        BlockLoops.run(steps, k, at, offset, n);
      }
    }
    if (steps.get(last).instruction() == Instruction.ARGUMENT) {
      System.arraycopy(at[last], offset[last], y, yi, n);
    }
  }
}
