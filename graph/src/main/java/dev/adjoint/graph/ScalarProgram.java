// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.base.Ascii;
import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Straight-line code on single numbers: each step names its operands by the numbers of earlier
 * steps. The body of an op has one result, that of a fused loop has several. Interpreters loop over
 * the steps and emitters translate them. Equal programs compute the same.
 *
 * @param inputs the dtypes of the inputs that {@link Instruction#ARGUMENT} steps name
 * @param steps the steps in order
 * @param results the numbers of the steps that are results, at least one
 */
public record ScalarProgram(
    ImmutableList<DType> inputs, ImmutableList<Step> steps, ImmutableIntArray results) {
  /**
   * Checks that there is a result, that all results are steps, that every step has the operands of
   * its instruction, that these come before it, and that arguments are inputs.
   *
   * @throws IllegalArgumentException if not
   */
  public ScalarProgram {
    Preconditions.checkArgument(!results.isEmpty(), "scalar program: has no result");
    for (int i = 0; i < steps.size(); i++) {
      String fault = fault(inputs, i, steps.get(i));
      if (!fault.isEmpty()) {
        throw new IllegalArgumentException(
            "scalar program: $" + i + " = " + steps.get(i) + ": " + fault);
      }
    }
    for (int result : results.asList()) {
      Preconditions.checkArgument(
          result >= 0 && result < steps.size(), "scalar program: result $%s is no step", result);
    }
  }

  private static String fault(ImmutableList<DType> inputs, int number, Step step) {
    if (step.operands().size() != step.instruction().arity()) {
      return "needs " + step.instruction().arity() + " operands";
    }
    for (int operand : step.operands()) {
      if (operand < 0 || operand >= number) {
        return "$" + operand + " is not computed before";
      }
    }
    boolean isArgument = step.instruction() == Instruction.ARGUMENT;
    return isArgument && !isInput(inputs, step) ? "the inputs are " + inputs : "";
  }

  private static boolean isInput(ImmutableList<DType> inputs, Step step) {
    long number = step.payload();
    return number >= 0 && number < inputs.size() && inputs.get((int) number) == step.dtype();
  }

  /**
   * One instruction.
   *
   * @param instruction what is computed
   * @param dtype the type of the result
   * @param operands the numbers of the steps that give the operands
   * @param payload the input's number or the literal, see {@link Scalar#payload}
   */
  public record Step(
      Instruction instruction, DType dtype, ImmutableList<Integer> operands, long payload) {
    /** Returns a floating literal's value. */
    public double floating() {
      return Double.longBitsToDouble(payload);
    }

    /** Returns the number of the step that gives an operand. */
    public int operand(int index) {
      return operands.get(index);
    }

    /** Returns this step with {@code numbers[o]} in place of each operand {@code o}. */
    public Step renumbered(int[] numbers) {
      if (operands.isEmpty()) {
        return this;
      }
      ImmutableList.Builder<Integer> renumbered =
          ImmutableList.builderWithExpectedSize(operands.size());
      for (int operand : operands) {
        renumbered.add(numbers[operand]);
      }
      return new Step(instruction, dtype, renumbered.build(), payload);
    }

    // Steps are keys of large maps in every compilation: see TensorType for why this is by hand.

    @Override
    public boolean equals(Object other) {
      return this == other
          || other instanceof Step step
              && step.instruction == instruction
              && step.dtype == dtype
              && step.payload == payload
              && step.operands.equals(operands);
    }

    @Override
    public int hashCode() {
      int hash = 31 * instruction.ordinal() + dtype.ordinal();
      for (int operand : operands) {
        hash = 31 * hash + operand;
      }
      return 31 * hash + Long.hashCode(payload);
    }

    /** Returns instruction, operands and type, such as {@code mul $0, $1 : f32}. */
    @Override
    public String toString() {
      String name = instruction.name().toLowerCase(Locale.ROOT);
      String detail =
          switch (instruction) {
            case ARGUMENT -> " x" + payload;
            case CONSTANT -> " " + (dtype.isFloating() ? "" + floating() : "" + payload);
            default -> {
              StringBuilder text = new StringBuilder();
              operands.forEach(o -> text.append(text.isEmpty() ? " $" : ", $").append(o));
              yield text.toString();
            }
          };
      return name + detail + " : " + dtype;
    }
  }

  /**
   * Returns the program of an expression, in time linear in its distinct parts; equal steps occur
   * once. The inputs are the expression's arguments; one that it skips is listed as BOOL.
   */
  public static ScalarProgram of(Scalar result) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    int number = append(result, builder, new IdentityHashMap<>());
    ImmutableList<Step> steps = builder.steps();
    return new ScalarProgram(arguments(steps), steps, ImmutableIntArray.of(number));
  }

  /**
   * Returns the program of several expressions; equal steps occur once.
   *
   * @param inputs the dtypes of the inputs, which the arguments of the expressions name
   * @throws IllegalArgumentException if there is no expression, or an argument is no input
   */
  public static ScalarProgram of(List<DType> inputs, List<Scalar> results) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    builder.inputs(inputs);
    Map<Scalar, Integer> numbers = new IdentityHashMap<>();
    List<Integer> computed = new ArrayList<>(results.size());
    for (Scalar result : results) {
      computed.add(append(result, builder, numbers));
    }
    return builder.build(computed);
  }

  /**
   * Appends the steps of an expression that are not there yet; returns the number of its result.
   */
  private static int append(
      Scalar result, ScalarProgramBuilder builder, Map<Scalar, Integer> numbers) {
    Deque<Scalar> open = new ArrayDeque<>();
    open.push(result);
    while (!open.isEmpty()) {
      Scalar top = open.peek();
      int before = open.size();
      for (Scalar operand : top.operands().reverse()) {
        if (!numbers.containsKey(operand)) {
          open.push(operand);
        }
      }
      if (open.size() == before) {
        open.pop();
        if (!numbers.containsKey(top)) {
          numbers.put(top, builder.add(step(top, numbers)));
        }
      }
    }
    return numbers.get(result);
  }

  private static Step step(Scalar scalar, Map<Scalar, Integer> numbers) {
    ImmutableList.Builder<Integer> operands = ImmutableList.builder();
    for (Scalar operand : scalar.operands()) {
      operands.add(numbers.get(operand));
    }
    return new Step(scalar.instruction(), scalar.dtype(), operands.build(), scalar.payload());
  }

  private static ImmutableList<DType> arguments(List<Step> steps) {
    List<DType> dtypes = new ArrayList<>();
    for (Step step : steps) {
      if (step.instruction() == Instruction.ARGUMENT) {
        int number = (int) step.payload();
        if (number >= dtypes.size()) {
          dtypes.addAll(Collections.nCopies(number + 1 - dtypes.size(), DType.BOOL));
        }
        dtypes.set(number, step.dtype());
      }
    }
    return ImmutableList.copyOf(dtypes);
  }

  /** Returns the step of the first result. */
  public Step result() {
    return steps.get(results.get(0));
  }

  /** Returns the dtype of a result. */
  public DType resultType(int result) {
    return steps.get(results.get(result)).dtype();
  }

  /** Returns for each step the last step that reads it, or the number of steps for a result. */
  public int[] lastUses() {
    int[] last = new int[steps.size()];
    for (int k = 0; k < last.length; k++) {
      last[k] = k;
      for (int operand : steps.get(k).operands()) {
        last[operand] = k;
      }
    }
    for (int result : results.asList()) {
      last[result] = last.length;
    }
    return last;
  }

  /**
   * Returns how often the program has which instruction, in the order of their first use, arguments
   * and constants left out: {@code 2 mul, add, tanh}. A program without any is a {@code copy}.
   */
  public String summary() {
    Map<Instruction, Integer> counts = new LinkedHashMap<>();
    for (Step step : steps) {
      if (step.instruction() != Instruction.ARGUMENT
          && step.instruction() != Instruction.CONSTANT) {
        counts.merge(step.instruction(), 1, Integer::sum);
      }
    }
    StringJoiner text = new StringJoiner(", ");
    counts.forEach((instruction, count) ->
        text.add((count == 1 ? "" : count + " ") + Ascii.toLowerCase(instruction.name())));
    return counts.isEmpty() ? "copy" : text.toString();
  }

  /**
   * Returns the steps, one a line: {@code $2 = mul $0, $1 : f32}. The results follow unless the
   * last step is the only one.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      text.append(i == 0 ? "" : "\n").append('$').append(i).append(" = ").append(steps.get(i));
    }
    if (results.length() > 1 || results.get(0) != steps.size() - 1) {
      text.append("\nreturn");
      results.forEach(result -> text.append(" $").append(result));
    }
    return text.toString();
  }
}
