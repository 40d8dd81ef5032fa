// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A {@link Scalar} as straight-line code: each step names its operands by the numbers of earlier
 * steps, equal steps occur once, and the last step is the result. Interpreters loop over it and
 * emitters translate it.
 *
 * @param steps the steps in order, at least one
 */
public record ScalarProgram(ImmutableList<Step> steps) {
  /**
   * Checks that every step has the operands of its instruction and that they come before it.
   *
   * @throws IllegalArgumentException if not, or if there is no step
   */
  public ScalarProgram {
    Preconditions.checkArgument(!steps.isEmpty(), "scalar program: has no step");
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Preconditions.checkArgument(
          step.operands().size() == step.instruction().arity(),
          "scalar program: $%s = %s: needs %s operands",
          i,
          step,
          step.instruction().arity());
      for (int operand : step.operands()) {
        Preconditions.checkArgument(
            operand >= 0 && operand < i,
            "scalar program: $%s = %s: $%s is not computed before",
            i,
            step,
            operand);
      }
    }
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

  /** Returns the steps that compute an expression, in time linear in its distinct parts. */
  public static ScalarProgram of(Scalar result) {
    List<Step> steps = new ArrayList<>();
    Map<Step, Integer> known = new HashMap<>();
    Map<Scalar, Integer> numbers = new IdentityHashMap<>();
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
          number(top, steps, known, numbers);
        }
      }
    }
    return new ScalarProgram(ImmutableList.copyOf(steps));
  }

  private static void number(
      Scalar scalar, List<Step> steps, Map<Step, Integer> known, Map<Scalar, Integer> numbers) {
    ImmutableList.Builder<Integer> operands = ImmutableList.builder();
    for (Scalar operand : scalar.operands()) {
      operands.add(numbers.get(operand));
    }
    Step step = new Step(scalar.instruction(), scalar.dtype(), operands.build(), scalar.payload());
    Integer number = known.get(step);
    if (number == null) {
      number = steps.size();
      known.put(step, number);
      steps.add(step);
    }
    numbers.put(scalar, number);
  }

  /** Returns the last step. */
  public Step result() {
    return steps.getLast();
  }

  /** Returns the steps, one a line: {@code $2 = mul $0, $1 : f32}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      text.append(i == 0 ? "" : "\n").append('$').append(i).append(" = ").append(steps.get(i));
    }
    return text.toString();
  }
}
