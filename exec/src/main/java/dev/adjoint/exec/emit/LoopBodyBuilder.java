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
import java.util.OptionalLong;
import java.util.function.ToIntFunction;
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

  /**
   * Adds a step, shorter where literals decide: a step on literals alone becomes a literal, a
   * select of a known condition takes its side, an integer step that changes nothing is left out.
   * Floating steps with one literal stay as they are, down to those that add 0. Returns the number
   * of what gives the value.
   *
   * <p>A power with a literal exponent needs it most: whether that is an even integer is no
   * question for a loop, and C2 keeps the vector of a literal as an object if its method is called.
   */
  int addFolded(Step step) {
    if (step.operands().isEmpty()) {
      return add(step);
    }
    if (step.instruction() == Instruction.SELECT) {
      Step condition = steps.get(step.operand(0));
      if (LiteralFolding.isLiteral(condition)) {
        return step.operand(condition.payload() != 0 ? 1 : 2);
      }
      return step.operand(1) == step.operand(2) ? step.operand(1) : add(step);
    }
    int last = step.operands().size() - 1;
    Step first = steps.get(step.operand(0));
    OptionalLong value =
        LiteralFolding.value(
            step, first, steps.get(step.operand(Math.min(1, last))), steps.get(step.operand(last)));
    if (value.isPresent()) {
      return literal(step.dtype(), value.getAsLong());
    }
    return last == 1 && !first.dtype().isFloating() ? addReduced(step) : add(step);
  }

  /** Adds an integer or logical step of two operands, unless a literal leaves one of them. */
  private int addReduced(Step step) {
    int a = step.operand(0);
    int b = step.operand(1);
    boolean truth = step.dtype() == DType.BOOL;
    return switch (step.instruction()) {
      case SUB, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> isLiteral(b, 0) ? a : add(step);
      case ADD, XOR -> isLiteral(b, 0) ? a : isLiteral(a, 0) ? b : add(step);
      case OR ->
          isLiteral(b, 0) || truth && isLiteral(a, 1)
              ? a
              : isLiteral(a, 0) || truth && isLiteral(b, 1) ? b : add(step);
      case AND ->
          isLiteral(a, 0) || truth && isLiteral(b, 1)
              ? a
              : isLiteral(b, 0) || truth && isLiteral(a, 1) ? b : add(step);
      default -> add(step);
    };
  }

  private boolean isLiteral(int number, long payload) {
    Step step = steps.get(number);
    return LiteralFolding.isLiteral(step) && step.payload() == payload;
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
   * Adds the steps of a program, folded, and returns the number of its last one.
   *
   * @param program straight-line code
   * @param arguments for each input of the program the number of the step that gives it
   * @param change maps each step that is no argument to its replacement
   */
  int appendFolded(List<Step> program, List<Integer> arguments, UnaryOperator<Step> change) {
    int[] moved = append(program, arguments, step -> addFolded(change.apply(step)));
    return moved[moved.length - 1];
  }

  private static int[] append(
      List<Step> program, List<Integer> arguments, ToIntFunction<Step> add) {
    int[] moved = new int[program.size()];
    for (int k = 0; k < moved.length; k++) {
      Step step = program.get(k);
      moved[k] =
          step.instruction() == Instruction.ARGUMENT
              ? arguments.get((int) step.payload())
              : add.applyAsInt(moved(step, moved));
    }
    return moved;
  }

  /** Adds the steps of a program and returns for each the number that it gets. */
  public int[] appendAll(List<Step> program, List<Integer> arguments) {
    return append(program, arguments, this::add);
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
