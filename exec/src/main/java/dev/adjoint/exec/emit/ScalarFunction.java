// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.math.Expansion;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram.Step;
import dev.adjoint.graph.ScalarProgramBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An instruction that straight-line code calls instead of writing it down again and again: it is
 * long, as the sine is, or it jumps, as a select does, and a method without jumps needs no stack
 * maps, whose size would be quadratic in its length. The JIT compiler puts the short ones back.
 *
 * <p>Two instructions on the same operand, such as sine and cosine, can be one function; it returns
 * the first result and stores the second one.
 *
 * @param instructions the instruction, or two
 * @param operands the dtypes of its operands
 * @param dtype the dtype of its results
 */
record ScalarFunction(
    ImmutableList<Instruction> instructions, ImmutableList<DType> operands, DType dtype) {
  private static final Map<ScalarFunction, FunctionBody> BODIES = new ConcurrentHashMap<>();

  /** Returns the function for a step of a body; empty if the step is best written down in place. */
  static Optional<ScalarFunction> of(List<Step> steps, Step step) {
    boolean called =
        switch (step.instruction()) {
          case SELECT, LESS, LESS_EQUAL, EQUAL, RINT, FLOOR -> true;
          case CAST -> step.dtype() == DType.BOOL;
          case DIV -> !step.dtype().isFloating();
          default -> Expansion.replaces(step.instruction());
        };
    if (!called) {
      return Optional.empty();
    }
    ImmutableList.Builder<DType> operands = ImmutableList.builder();
    for (int operand : step.operands()) {
      operands.add(steps.get(operand).dtype());
    }
    return Optional.of(
        new ScalarFunction(ImmutableList.of(step.instruction()), operands.build(), step.dtype()));
  }

  /** Returns the function that gives the result of another one of the same operands, too. */
  ScalarFunction with(Instruction second) {
    return new ScalarFunction(ImmutableList.of(instructions.getFirst(), second), operands, dtype);
  }

  /** Returns whether the function stores a second result. */
  boolean isPair() {
    return instructions.size() == 2;
  }

  /** Returns the name of the method, such as {@code sin_f32}. */
  String name() {
    StringBuilder name = new StringBuilder();
    for (Instruction instruction : instructions) {
      name.append(instruction.name().toLowerCase(Locale.ROOT)).append('_');
    }
    return name.append(operands.getLast()).toString();
  }

  /**
   * Returns the type of the method: from the operands, and for a pair an array and an index in it
   * for the second result.
   */
  MethodTypeDesc type() {
    List<ClassDesc> parameters = new ArrayList<>();
    for (DType operand : operands) {
      parameters.add(Registers.element(operand));
    }
    if (isPair()) {
      parameters.add(Registers.element(dtype).arrayType());
      parameters.add(Registers.element(DType.I32));
    }
    return MethodTypeDesc.of(Registers.element(dtype), parameters);
  }

  /** Returns the body of the function, with branches where they save work. */
  FunctionBody body() {
    return BODIES.computeIfAbsent(this, ScalarFunction::makeBody);
  }

  private FunctionBody makeBody() {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    List<Integer> arguments = builder.inputs(operands);
    List<Integer> results = new ArrayList<>();
    for (Instruction instruction : instructions) {
      results.add(builder.add(new Step(instruction, dtype, ImmutableList.copyOf(arguments), 0)));
    }
    return FunctionBody.of(Lowering.lower(builder.build(results)));
  }
}
