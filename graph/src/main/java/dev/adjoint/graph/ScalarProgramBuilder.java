// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.ScalarProgram.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Builds a {@link ScalarProgram} from steps and from other programs; equal steps occur once. */
public final class ScalarProgramBuilder {
  private final List<DType> inputs = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Step, Integer> numbers = new HashMap<>();

  /** Creates a builder without inputs and steps. */
  public ScalarProgramBuilder() {}

  /** Adds an input and returns the number of the step that reads it. */
  public int input(DType dtype) {
    inputs.add(dtype);
    return add(new Step(Instruction.ARGUMENT, dtype, ImmutableList.of(), inputs.size() - 1));
  }

  /** Adds inputs and returns the numbers of the steps that read them. */
  public List<Integer> inputs(List<DType> dtypes) {
    List<Integer> added = new ArrayList<>(dtypes.size());
    for (DType dtype : dtypes) {
      added.add(input(dtype));
    }
    return added;
  }

  /** Adds a literal and returns the number of its step; see {@link Step#payload}. */
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
  public Step step(int number) {
    return steps.get(number);
  }

  /** Returns all steps so far. */
  ImmutableList<Step> steps() {
    return ImmutableList.copyOf(steps);
  }

  /**
   * Adds the steps of a program with one result and returns the number of the result.
   *
   * @param arguments for each input of the program the number of the step that gives it
   */
  public int append(ScalarProgram program, List<Integer> arguments) {
    return append(program, arguments, this::add);
  }

  /**
   * Adds the steps of a program with one result and returns the number of the result.
   *
   * @param arguments for each input of the program the number of the step that gives it
   * @param add adds a step that is no argument, or another for it, and returns its number
   */
  public int append(ScalarProgram program, List<Integer> arguments, ToIntFunction<Step> add) {
    Preconditions.checkArgument(
        program.results().length() == 1, "scalar program: has several results\n%s", program);
    return appendAll(program, arguments, add)[program.results().get(0)];
  }

  /** Adds the steps of a program and returns for each the number that it gets. */
  public int[] appendAll(ScalarProgram program, List<Integer> arguments) {
    return appendAll(program, arguments, this::add);
  }

  private static int[] appendAll(
      ScalarProgram program, List<Integer> arguments, ToIntFunction<Step> add) {
    int[] moved = new int[program.steps().size()];
    for (int k = 0; k < moved.length; k++) {
      Step step = program.steps().get(k);
      moved[k] =
          step.instruction() == Instruction.ARGUMENT
              ? arguments.get((int) step.payload())
              : add.applyAsInt(step.renumbered(moved));
    }
    return moved;
  }

  /** Returns the program with the given results; steps that no result needs are left out. */
  public ScalarProgram build(List<Integer> results) {
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
        kept.add(steps.get(k).renumbered(moved));
        moved[k] = count++;
      }
    }
    ImmutableIntArray.Builder renumbered = ImmutableIntArray.builder(results.size());
    for (int result : results) {
      renumbered.add(moved[result]);
    }
    return new ScalarProgram(ImmutableList.copyOf(inputs), kept.build(), renumbered.build());
  }
}
