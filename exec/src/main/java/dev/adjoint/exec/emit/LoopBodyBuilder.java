// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Puts a {@link LoopBody} together; equal steps occur once. */
public final class LoopBodyBuilder {
  private final List<DType> inputs = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Step, Integer> numbers = new HashMap<>();

  /** Creates a builder of a body without inputs and steps. */
  public LoopBodyBuilder() {}

  /** Adds an input and returns the number of the step that reads it. */
  public int input(DType dtype) {
    inputs.add(dtype);
    return add(new Step(Instruction.ARGUMENT, dtype, ImmutableList.of(), inputs.size() - 1));
  }

  /** Adds inputs and returns the numbers of the steps that read them. */
  List<Integer> inputs(List<DType> dtypes) {
    List<Integer> numbers = new ArrayList<>(dtypes.size());
    for (DType dtype : dtypes) {
      numbers.add(input(dtype));
    }
    return numbers;
  }

  /** Adds a literal and returns its step's number; see {@link Step#payload}. */
  public int literal(DType dtype, long payload) {
    return add(new Step(Instruction.CONSTANT, dtype, ImmutableList.of(), payload));
  }

  /** Adds a step, unless there is an equal one, and returns its number. */
  public int add(Step step) {
    Integer known = numbers.putIfAbsent(step, steps.size());
    if (known != null) {
      return known;
    }
    steps.add(step);
    return steps.size() - 1;
  }

  /** Returns the step with a number. */
  Step step(int number) {
    return steps.get(number);
  }

  /** Adds the steps of a program and returns the number of its result; see the other method. */
  public int append(List<Step> program, List<Integer> arguments) {
    int[] moved = appendAll(program, arguments);
    return moved[moved.length - 1];
  }

  /**
   * Adds the steps of a program and returns the number of its last one.
   *
   * @param program straight-line code
   * @param arguments for each input of the program the number of the step that gives it
   * @param change maps each step that is no argument to its replacement
   */
  int append(List<Step> program, List<Integer> arguments, UnaryOperator<Step> change) {
    int[] moved = new int[program.size()];
    append(program, arguments, change, moved);
    return moved[moved.length - 1];
  }

  private void append(
      List<Step> program, List<Integer> arguments, UnaryOperator<Step> change, int[] moved) {
    for (int k = 0; k < moved.length; k++) {
      Step step = program.get(k);
      moved[k] =
          step.instruction() == Instruction.ARGUMENT
              ? arguments.get((int) step.payload())
              : add(change.apply(moved(step, moved)));
    }
  }

  /** Adds the steps of a program and returns for each the number that it gets. */
  public int[] appendAll(List<Step> program, List<Integer> arguments) {
    int[] moved = new int[program.size()];
    append(program, arguments, UnaryOperator.identity(), moved);
    return moved;
  }

  /** Returns a step with its operands renumbered. */
  static Step moved(Step step, int[] numbers) {
    if (step.operands().isEmpty()) {
      return step;
    }
    ImmutableList.Builder<Integer> operands =
        ImmutableList.builderWithExpectedSize(step.operands().size());
    for (int operand : step.operands()) {
      operands.add(numbers[operand]);
    }
    return new Step(step.instruction(), step.dtype(), operands.build(), step.payload());
  }

  /** Returns the body with the given steps as results; steps that no result needs are left out. */
  public LoopBody build(List<Integer> results) {
    boolean[] needed = new boolean[steps.size()];
    for (int result : results) {
      needed[result] = true;
    }
    for (int k = needed.length - 1; k >= 0; k--) {
      if (needed[k]) {
        for (int operand : steps.get(k).operands()) {
          needed[operand] = true;
        }
      }
    }
    int[] moved = new int[needed.length];
    ImmutableList.Builder<Step> kept = ImmutableList.builder();
    int count = 0;
    for (int k = 0; k < needed.length; k++) {
      if (needed[k]) {
        kept.add(moved(steps.get(k), moved));
        moved[k] = count++;
      }
    }
    ImmutableIntArray.Builder numbers = ImmutableIntArray.builder(results.size());
    for (int result : results) {
      numbers.add(moved[result]);
    }
    return new LoopBody(ImmutableList.copyOf(inputs), kept.build(), numbers.build());
  }
}
