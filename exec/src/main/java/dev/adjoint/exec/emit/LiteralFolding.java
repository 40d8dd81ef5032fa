// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram.Step;
import dev.adjoint.graph.ScalarProgramBuilder;
import java.util.OptionalLong;

/** Computes steps on literals, with the bits that they would have in a loop. */
final class LiteralFolding {
  private LiteralFolding() {}

  /**
   * Adds a step, shorter where literals decide: a step on literals alone becomes a literal, a
   * select of a known condition takes its side, an integer step that changes nothing is left out.
   * Floating steps with one literal stay as they are, down to those that add 0. Returns the number
   * of the step that gives the value.
   *
   * <p>A power with a literal exponent needs it most: whether that is an even integer is no
   * question for a loop, and C2 keeps the vector of a literal as an object if its method is called.
   */
  static int add(ScalarProgramBuilder builder, Step step) {
    if (step.operands().isEmpty()) {
      return builder.add(step);
    }
    if (step.instruction() == Instruction.SELECT) {
      Step condition = builder.step(step.operand(0));
      if (isLiteral(condition)) {
        return step.operand(condition.payload() != 0 ? 1 : 2);
      }
      return step.operand(1) == step.operand(2) ? step.operand(1) : builder.add(step);
    }
    int last = step.operands().size() - 1;
    Step first = builder.step(step.operand(0));
    OptionalLong value =
        value(
            step,
            first,
            builder.step(step.operand(Math.min(1, last))),
            builder.step(step.operand(last)));
    if (value.isPresent()) {
      return builder.literal(step.dtype(), value.getAsLong());
    }
    return last == 1 && !first.dtype().isFloating() ? addReduced(builder, step) : builder.add(step);
  }

  /** Adds an integer or logical step of two operands, unless a literal leaves one of them. */
  private static int addReduced(ScalarProgramBuilder builder, Step step) {
    int a = step.operand(0);
    int b = step.operand(1);
    Step left = builder.step(a);
    Step right = builder.step(b);
    boolean truth = step.dtype() == DType.BOOL;
    return switch (step.instruction()) {
      case SUB, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          isLiteral(right, 0) ? a : builder.add(step);
      case ADD, XOR -> isLiteral(right, 0) ? a : isLiteral(left, 0) ? b : builder.add(step);
      case OR ->
          isLiteral(right, 0) || truth && isLiteral(left, 1)
              ? a
              : isLiteral(left, 0) || truth && isLiteral(right, 1) ? b : builder.add(step);
      case AND ->
          isLiteral(left, 0) || truth && isLiteral(right, 1)
              ? a
              : isLiteral(right, 0) || truth && isLiteral(left, 1) ? b : builder.add(step);
      default -> builder.add(step);
    };
  }

  private static boolean isLiteral(Step step, long payload) {
    return isLiteral(step) && step.payload() == payload;
  }

  /** Returns whether a step is a literal. */
  static boolean isLiteral(Step step) {
    return step.instruction() == Instruction.CONSTANT;
  }

  /**
   * Returns the literal, as a step's payload, that a step gives; none if it has an operand that is
   * no literal, or is one of those that are left to the loop.
   *
   * @param a the step that gives the first operand
   * @param b that of the second operand, or of the last
   * @param c that of the last operand
   */
  static OptionalLong value(Step step, Step a, Step b, Step c) {
    if (!isLiteral(a) || !isLiteral(b) || !isLiteral(c)) {
      return OptionalLong.empty();
    }
    return switch (a.dtype()) {
      case F32 ->
          floats(
              step.instruction(), (float) a.floating(), (float) b.floating(), (float) c.floating());
      case F64 -> doubles(step.instruction(), a.floating(), b.floating(), c.floating());
      case I32, I64, BOOL -> integers(step, a.payload(), b.payload());
    };
  }

  private static OptionalLong floats(Instruction instruction, float a, float b, float c) {
    return switch (instruction) {
      case ADD -> number(a + b);
      case SUB -> number(a - b);
      case MUL -> number(a * b);
      case DIV -> number(a / b);
      case MIN -> number(Math.min(a, b));
      case MAX -> number(Math.max(a, b));
      case FMA -> number(Math.fma(a, b, c));
      case NEG -> number(-a);
      case ABS -> number(Math.abs(a));
      case SQRT -> number((float) Math.sqrt(a));
      case BITCAST -> OptionalLong.of(Float.floatToIntBits(a));
      default -> comparison(instruction, a, b);
    };
  }

  private static OptionalLong doubles(Instruction instruction, double a, double b, double c) {
    return switch (instruction) {
      case ADD -> number(a + b);
      case SUB -> number(a - b);
      case MUL -> number(a * b);
      case DIV -> number(a / b);
      case MIN -> number(Math.min(a, b));
      case MAX -> number(Math.max(a, b));
      case FMA -> number(Math.fma(a, b, c));
      case NEG -> number(-a);
      case ABS -> number(Math.abs(a));
      case SQRT -> number(Math.sqrt(a));
      case BITCAST -> OptionalLong.of(Double.doubleToLongBits(a));
      default -> comparison(instruction, a, b);
    };
  }

  private static OptionalLong comparison(Instruction instruction, double a, double b) {
    return switch (instruction) {
      case LESS -> truth(a < b);
      case LESS_EQUAL -> truth(a <= b);
      case EQUAL -> truth(a == b);
      default -> OptionalLong.empty();
    };
  }

  /** The processor chooses which NaN a step gives, so a step that gives one stays. */
  private static OptionalLong number(double value) {
    return Double.isNaN(value)
        ? OptionalLong.empty()
        : OptionalLong.of(Double.doubleToRawLongBits(value));
  }

  private static OptionalLong truth(boolean value) {
    return OptionalLong.of(value ? 1 : 0);
  }

  private static OptionalLong integers(Step step, long a, long b) {
    boolean wide = step.dtype() == DType.I64;
    return switch (step.instruction()) {
      case ADD -> integer(step, a + b);
      case SUB -> integer(step, a - b);
      case MUL -> integer(step, a * b);
      case AND -> integer(step, a & b);
      case OR -> integer(step, a | b);
      case XOR -> integer(step, a ^ b);
      case NOT -> truth(a == 0);
      case SHIFT_LEFT -> integer(step, wide ? a << b : (int) a << (int) b);
      case SHIFT_RIGHT -> integer(step, wide ? a >> b : (int) a >> (int) b);
      case SHIFT_RIGHT_UNSIGNED -> integer(step, wide ? a >>> b : (int) a >>> (int) b);
      case EQUAL -> truth(a == b);
      case LESS -> truth(a < b);
      case LESS_EQUAL -> truth(a <= b);
      default -> OptionalLong.empty();
    };
  }

  private static OptionalLong integer(Step step, long value) {
    return OptionalLong.of(step.dtype() == DType.I32 ? (int) value : value);
  }
}
