package dev.adjoint.exec.loop;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.emit.LoopBody;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
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
 * that an output may be the very memory of an input.
 */
final class BlockLoop {
  private final LoopBody body;
  private final ImmutableList<Boolean> uniform;
  private final int[] registers;

  BlockLoop(LoopBody body, ImmutableList<Boolean> uniform) {
    this.body = body;
    this.uniform = uniform;
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

  /** Computes {@code n} elements, from and to where the scratch's loop arrays say. */
  void run(int n, Scratch scratch) {
    scratch.reserve(0, registers.length);
    for (int done = 0; done < n; done += Scratch.TILE) {
      tile(done, Math.min(Scratch.TILE, n - done), scratch);
    }
    scratch.release(0, registers.length);
  }

  private void tile(int done, int n, Scratch scratch) {
    @Nullable Object[] at = scratch.values;
    int[] offset = scratch.valueOffsets;
    for (int k = 0; k < registers.length; k++) {
      Step step = body.steps().get(k);
      offset[k] = 0;
      if (step.instruction() != Instruction.ARGUMENT) {
        at[k] = scratch.register(step.dtype(), registers[k]);
        BlockLoops.run(body.steps(), k, at, offset, n);
        continue;
      }
      int input = (int) step.payload();
      if (isInPlace(step)) {
        at[k] = scratch.loopInputs[input];
        offset[k] = scratch.loopInputOffsets[input] + done;
      } else {
        Object register = scratch.register(step.dtype(), registers[k]);
        at[k] = register;
        StridedLoops.copy(
            step.dtype(),
            scratch.loopInputs[input],
            scratch.loopInputOffsets[input],
            0,
            register,
            0,
            n);
      }
    }
    for (int r = 0; r < body.results().length(); r++) {
      int k = body.results().get(r);
      System.arraycopy(
          at[k], offset[k], scratch.loopOutputs[r], scratch.loopOutputOffsets[r] + done, n);
    }
  }
}
