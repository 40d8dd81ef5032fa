// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import dev.adjoint.exec.math.Expansion;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;

/**
 * Evaluates a scalar body for one element after the other, instruction by instruction: the oracle
 * of every faster way to run it. Transcendental instructions are expanded first. A register holds
 * the bits of a value: those of the float, double, int or long, or 0 and 1.
 */
final class ScalarEvaluator {
  private final ScalarProgram program;
  private final long[] registers;

  ScalarEvaluator(ScalarProgram program) {
    this.program = Expansion.of(program);
    this.registers = new long[this.program.steps().size()];
  }

  /** Returns the bits of the result for arguments of the given bits. */
  long evaluate(long... arguments) {
    for (int i = 0; i < registers.length; i++) {
      ScalarProgram.Step step = program.steps().get(i);
      registers[i] =
          switch (step.instruction()) {
            case ARGUMENT -> arguments[(int) step.payload()];
            case CONSTANT -> literal(step);
            default -> compute(step);
          };
    }
    return registers[registers.length - 1];
  }

  private static long literal(ScalarProgram.Step step) {
    return switch (step.dtype()) {
      case F32 -> bits((float) step.floating());
      case F64 -> bits(step.floating());
      case I32, I64, BOOL -> step.payload();
    };
  }

  private long compute(ScalarProgram.Step step) {
    DType in = program.steps().get(step.operand(0)).dtype();
    long a = registers[step.operand(0)];
    long b = step.operands().size() > 1 ? registers[step.operand(1)] : 0;
    long c = step.operands().size() > 2 ? registers[step.operand(2)] : 0;
    return switch (step.instruction()) {
      case SELECT -> a != 0 ? b : c;
      case CAST -> cast(a, in, step.dtype());
      case BITCAST -> bitcast(a, in);
      case Instruction i ->
          switch (in) {
            case F32 -> f32(i, f32(a), f32(b), f32(c));
            case F64 -> f64(i, f64(a), f64(b), f64(c));
            case I32 -> i32(i, (int) a, (int) b);
            case I64 -> i64(i, a, b);
            case BOOL -> bool(i, a, b);
          };
    };
  }

  private static long f32(Instruction instruction, float a, float b, float c) {
    return switch (instruction) {
      case ADD -> bits(a + b);
      case SUB -> bits(a - b);
      case MUL -> bits(a * b);
      case DIV -> bits(a / b);
      case MIN -> bits(Math.min(a, b));
      case MAX -> bits(Math.max(a, b));
      case FMA -> bits(Math.fma(a, b, c));
      case NEG -> bits(-a);
      case ABS -> bits(Math.abs(a));
      case SQRT -> bits((float) Math.sqrt(a));
      case LESS -> bits(a < b);
      case LESS_EQUAL -> bits(a <= b);
      case EQUAL -> bits(a == b);
      default -> bits((float) integral(instruction, a));
    };
  }

  private static long f64(Instruction instruction, double a, double b, double c) {
    return switch (instruction) {
      case ADD -> bits(a + b);
      case SUB -> bits(a - b);
      case MUL -> bits(a * b);
      case DIV -> bits(a / b);
      case MIN -> bits(Math.min(a, b));
      case MAX -> bits(Math.max(a, b));
      case FMA -> bits(Math.fma(a, b, c));
      case NEG -> bits(-a);
      case ABS -> bits(Math.abs(a));
      case SQRT -> bits(Math.sqrt(a));
      case LESS -> bits(a < b);
      case LESS_EQUAL -> bits(a <= b);
      case EQUAL -> bits(a == b);
      default -> bits(integral(instruction, a));
    };
  }

  private static double integral(Instruction instruction, double a) {
    return switch (instruction) {
      case FLOOR -> Math.floor(a);
      case RINT -> Math.rint(a);
      default -> throw new AssertionError(instruction);
    };
  }

  private static long i32(Instruction instruction, int a, int b) {
    return switch (instruction) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> b == 0 ? 0 : a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case NEG -> -a;
      case ABS -> Math.abs(a);
      case LESS -> bits(a < b);
      case LESS_EQUAL -> bits(a <= b);
      case EQUAL -> bits(a == b);
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case SHIFT_LEFT -> a << b;
      case SHIFT_RIGHT -> a >> b;
      case SHIFT_RIGHT_UNSIGNED -> a >>> b;
      default -> throw new AssertionError(instruction);
    };
  }

  private static long i64(Instruction instruction, long a, long b) {
    return switch (instruction) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> b == 0 ? 0 : a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case NEG -> -a;
      case ABS -> Math.abs(a);
      case LESS -> bits(a < b);
      case LESS_EQUAL -> bits(a <= b);
      case EQUAL -> bits(a == b);
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case SHIFT_LEFT -> a << b;
      case SHIFT_RIGHT -> a >> b;
      case SHIFT_RIGHT_UNSIGNED -> a >>> b;
      default -> throw new AssertionError(instruction);
    };
  }

  private static long bool(Instruction instruction, long a, long b) {
    return switch (instruction) {
      case EQUAL -> bits(a == b);
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case NOT -> 1 - a;
      default -> throw new AssertionError(instruction);
    };
  }

  private static long cast(long a, DType from, DType to) {
    return switch (from) {
      case F32 ->
          switch (to) {
            case F32 -> a;
            case F64 -> bits((double) f32(a));
            case I32 -> (int) f32(a);
            case I64 -> (long) f32(a);
            case BOOL -> bits(f32(a) != 0);
          };
      case F64 ->
          switch (to) {
            case F32 -> bits((float) f64(a));
            case F64 -> a;
            case I32 -> (int) f64(a);
            case I64 -> (long) f64(a);
            case BOOL -> bits(f64(a) != 0);
          };
      case I32, I64, BOOL ->
          switch (to) {
            case F32 -> bits((float) a);
            case F64 -> bits((double) a);
            case I32 -> (int) a;
            case I64 -> a;
            case BOOL -> bits(a != 0);
          };
    };
  }

  /**
   * A NaN reads as the one NaN that Java specifies: which one an operation makes differs by CPU.
   */
  private static long bitcast(long a, DType from) {
    return switch (from) {
      case F32 -> Float.floatToIntBits(f32(a));
      case F64 -> Double.doubleToLongBits(f64(a));
      case I32 -> bits(Float.intBitsToFloat((int) a));
      case I64, BOOL -> a;
    };
  }

  private static float f32(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  private static double f64(long bits) {
    return Double.longBitsToDouble(bits);
  }

  private static long bits(float value) {
    return Float.floatToRawIntBits(value);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static long bits(boolean value) {
    return value ? 1 : 0;
  }

  /** Returns the bits of an element, as a register holds them. */
  static long load(Buffer from, int index) {
    int at = from.offset() + index;
    return switch (from.dtype()) {
      case F32 -> bits(from.f32()[at]);
      case F64 -> bits(from.f64()[at]);
      case I32 -> from.i32()[at];
      case I64 -> from.i64()[at];
      case BOOL -> bits(from.bool()[at]);
    };
  }

  /** Stores an element given by the bits that a register holds. */
  static void store(Buffer to, int index, long value) {
    int at = to.offset() + index;
    switch (to.dtype()) {
      case F32 -> to.f32()[at] = f32(value);
      case F64 -> to.f64()[at] = f64(value);
      case I32 -> to.i32()[at] = (int) value;
      case I64 -> to.i64()[at] = value;
      case BOOL -> to.bool()[at] = value != 0;
    }
  }
}
