// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.block.BlockBody;
import dev.adjoint.exec.block.BlockLoops;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.block.StridedLoops;
import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a loop body over blocks of elements, like {@link BlockBody}: one loop over {@link
 * Scratch#TILE} elements for each step. All results are stored after the last step of a block, so
 * that an output may be the very memory of an input. A row that is reduced has at most {@link
 * Scratch#COPY} elements.
 */
final class BlockLoop {
  private final ScalarProgram body;
  private final ImmutableList<Boolean> uniform;
  private final ImmutableList<FusedReduction> reductions;
  private final int[] registers;

  BlockLoop(
      ScalarProgram body,
      ImmutableList<Boolean> uniform,
      ImmutableList<FusedReduction> reductions) {
    this.body = body;
    this.uniform = uniform;
    this.reductions = reductions;
    this.registers = allocate();
  }

  /** Gives each step a register that no later reader still needs, counted for each dtype. */
  private int[] allocate() {
    int[] last = body.lastUses();
    int[] result = new int[last.length];
    int[] next = new int[DType.values().length];
    List<Deque<Integer>> free = new ArrayList<>();
    Arrays.stream(DType.values()).forEach(_ -> free.add(new ArrayDeque<>()));
    for (int k = 0; k < last.length; k++) {
      Step step = body.steps().get(k);
      for (int operand : step.operands()) {
        if (last[operand] == k && result[operand] >= 0) {
          free.get(body.steps().get(operand).dtype().ordinal()).push(result[operand]);
          last[operand] = -1;
        }
      }
      int d = step.dtype().ordinal();
      result[k] = isInPlace(step) ? -1 : free.get(d).isEmpty() ? next[d]++ : free.get(d).pop();
    }
    return result;
  }

  /** Returns whether a step's values are read where an input has them. */
  private boolean isInPlace(Step step) {
    return step.instruction() == Instruction.ARGUMENT && !uniform.get((int) step.payload());
  }

  /** Computes and reduces {@code n} elements of each row, where the scratch's operands say. */
  void run(int rows, int n, Scratch scratch) {
    scratch.reserve(0, registers.length);
    for (int row = 0; row < rows; row++) {
      for (int done = 0; done < n; done += Scratch.TILE) {
        tile(row, done, Math.min(Scratch.TILE, n - done), scratch);
      }
      for (int f = 0; f < reductions.size(); f++) {
        reduce(f, row, n, scratch);
      }
    }
    scratch.release(0, registers.length);
  }

  private void tile(int row, int done, int n, Scratch scratch) {
    @Nullable Object[] at = scratch.values;
    int[] offset = scratch.valueOffsets;
    LoopOperands from = scratch.loop;
    for (int k = 0; k < registers.length; k++) {
      Step step = body.steps().get(k);
      offset[k] = 0;
      if (step.instruction() != Instruction.ARGUMENT) {
        at[k] = scratch.register(step.dtype(), registers[k]);
        BlockLoops.run(body.steps(), k, at, offset, n);
        continue;
      }
      int input = (int) step.payload();
      int first = from.inAt[input] + row * from.inStep[input];
      if (isInPlace(step)) {
        at[k] = from.in[input];
        offset[k] = first + done;
      } else {
        Object register = scratch.register(step.dtype(), registers[k]);
        at[k] = register;
        StridedLoops.copy(step.dtype(), from.in[input], first, 0, register, 0, n);
      }
    }
    // A result may be an input that another result is written over.
    store(true, row, done, n, scratch);
    store(false, row, done, n, scratch);
  }

  /** Stores the results that are inputs, or those that are not. */
  private void store(boolean inputs, int row, int done, int n, Scratch scratch) {
    int stored = stored();
    LoopOperands operands = scratch.loop;
    for (int r = 0; r < body.results().length(); r++) {
      int k = body.results().get(r);
      if (isInPlace(body.steps().get(k)) == inputs) {
        Object to = r < stored ? operands.out[r] : unfolded(r, scratch);
        int first = r < stored ? operands.outAt[r] + row * operands.outStep[r] : 0;
        System.arraycopy(scratch.values[k], scratch.valueOffsets[k], to, first + done, n);
      }
    }
  }

  private int stored() {
    return body.results().length() - reductions.size();
  }

  /** Returns where the elements of a row are before they are reduced. */
  private Object unfolded(int result, Scratch scratch) {
    return scratch.copy(body.resultType(result), body.inputs().size() + result);
  }

  private void reduce(int number, int row, int n, Scratch scratch) {
    FusedReduction reduction = reductions.get(number);
    int result = stored() + number;
    Object x = unfolded(result, scratch);
    Object y = scratch.loop.out[result];
    int at = scratch.loop.outAt[result] + row * scratch.loop.outStep[result];
    if (reduction.alongRows) {
      reduction.alone.reductions.run(x, 0, n, y, at, scratch);
      return;
    }
    for (int i = 0; i < n; i += Scratch.TILE) {
      reduction.alone.reductions.into(y, at + i, x, i, Math.min(Scratch.TILE, n - i), scratch);
    }
  }
}
