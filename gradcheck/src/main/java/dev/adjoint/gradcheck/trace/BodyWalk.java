// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import java.util.Optional;

/**
 * Runs a scalar body in doubles, each rounded result moved by a {@link Jitter}. It is for errors
 * alone: values may be off in their last digits.
 */
final class BodyWalk {
  private static final double TWO_BY_ROOT_PI = 2 / StrictMath.sqrt(StrictMath.PI);

  private final ScalarProgram program;
  private final double[] registers;

  private BodyWalk(ScalarProgram program) {
    this.program = program;
    this.registers = new double[program.steps().size()];
  }

  /** Returns a walk over a body; empty if the body works on bits, which doubles do not have. */
  static Optional<BodyWalk> of(Scalar body) {
    ScalarProgram program = ScalarProgram.of(body);
    boolean bits = program.steps().stream().anyMatch(BodyWalk::isOnBits);
    return bits ? Optional.empty() : Optional.of(new BodyWalk(program));
  }

  private static boolean isOnBits(ScalarProgram.Step step) {
    return switch (step.instruction()) {
      case BITCAST, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> true;
      case AND, OR, XOR -> step.dtype() != DType.BOOL;
      default -> false;
    };
  }

  /** Returns whether a step of the body rounds. */
  boolean rounds() {
    return program.steps().stream()
        .anyMatch(s -> s.dtype().isFloating() && rounds(s.instruction()));
  }

  /** Returns the result for arguments. */
  double run(Jitter jitter, double... arguments) {
    for (int i = 0; i < registers.length; i++) {
      ScalarProgram.Step step = program.steps().get(i);
      registers[i] =
          switch (step.instruction()) {
            case ARGUMENT -> arguments[(int) step.payload()];
            case CONSTANT -> step.dtype().isFloating() ? step.floating() : step.payload();
            default -> compute(step, jitter);
          };
    }
    return registers[registers.length - 1];
  }

  /** Returns the result of a step in doubles, not moved. */
  static double result(ScalarProgram.Step step, double a, double b, double c) {
    return step.dtype().isFloating() ? real(step.instruction(), a, b, c) : integral(step, a, b, c);
  }

  private double compute(ScalarProgram.Step step, Jitter jitter) {
    double a = registers[step.operand(0)];
    double b = step.operands().size() > 1 ? registers[step.operand(1)] : 0;
    double c = step.operands().size() > 2 ? registers[step.operand(2)] : 0;
    if (!step.dtype().isFloating()) {
      return integral(step, a, b, c);
    }
    double y = real(step.instruction(), a, b, c);
    double rounded = step.dtype() == DType.F32 ? (float) y : y;
    watch(step, a, b, rounded, jitter);
    return rounds(step.instruction())
            && (jitter.movesAll() || !isExact(step.instruction(), rounded, a, b, jitter.isSingle()))
        ? jitter.of(rounded)
        : rounded;
  }

  private static void watch(ScalarProgram.Step step, double a, double b, double y, Jitter jitter) {
    boolean product =
        step.instruction() == Instruction.MUL || step.instruction() == Instruction.DIV;
    boolean single = step.dtype() == DType.F32 || jitter.isSingle();
    double normal = single ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    boolean overflow = !(Math.abs(y) <= (single ? Float.MAX_VALUE : Double.MAX_VALUE));
    boolean underflow = product && Math.abs(y) < normal && a != 0 && b != 0 && Double.isFinite(b);
    if (underflow || overflow && Double.isFinite(a) && Double.isFinite(b)) {
      jitter.strain();
    }
  }

  private static double integral(ScalarProgram.Step step, double a, double b, double c) {
    return switch (step.instruction()) {
      case LESS -> a < b ? 1 : 0;
      case LESS_EQUAL -> a <= b ? 1 : 0;
      case EQUAL -> a == b ? 1 : 0;
      case NOT -> 1 - a;
      case AND -> Math.min(a, b);
      case OR -> Math.max(a, b);
      case XOR -> a == b ? 0 : 1;
      case CAST -> step.dtype() == DType.BOOL ? a != 0 ? 1 : 0 : (long) a;
      case DIV -> b == 0 ? 0 : (long) (a / b);
      case Instruction other -> real(other, a, b, c);
    };
  }

  private static double real(Instruction instruction, double a, double b, double c) {
    return switch (instruction) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case FMA -> Math.fma(a, b, c);
      case NEG -> -a;
      case ABS -> Math.abs(a);
      case SQRT -> Math.sqrt(a);
      case FLOOR -> Math.floor(a);
      case RINT -> Math.rint(a);
      case EXP -> StrictMath.exp(a);
      case LOG -> StrictMath.log(a);
      case LOG1P -> StrictMath.log1p(a);
      case EXPM1 -> StrictMath.expm1(a);
      case SIN -> StrictMath.sin(a);
      case COS -> StrictMath.cos(a);
      case TANH -> StrictMath.tanh(a);
      case ERF -> erf(a);
      case POW -> StrictMath.pow(a, b);
      case SELECT -> a != 0 ? b : c;
      case CAST -> a;
      default -> throw new AssertionError(instruction);
    };
  }

  /** Returns the error function, by its series, or by the continued fraction of its complement. */
  private static double erf(double x) {
    double a = Math.abs(x);
    if (a < 3) {
      double term = a;
      double sum = a;
      for (int n = 1; n < 80; n++) {
        term *= 2 * a * a / (2 * n + 1);
        sum += term;
      }
      return Math.copySign(TWO_BY_ROOT_PI * StrictMath.exp(-a * a) * sum, x);
    }
    double fraction = a;
    for (int n = 60; n > 0; n--) {
      fraction = a + n / 2.0 / fraction;
    }
    return Math.copySign(1 - StrictMath.exp(-a * a) * TWO_BY_ROOT_PI / 2 / fraction, x);
  }

  private static boolean rounds(Instruction instruction) {
    return switch (instruction) {
      case MIN, MAX, NEG, ABS, FLOOR, RINT, SELECT, CAST, ARGUMENT, CONSTANT -> false;
      default -> true;
    };
  }

  /** Returns whether a result needed no rounding, to F64 or F32. */
  private static boolean isExact(
      Instruction instruction, double y, double a, double b, boolean single) {
    return switch (instruction) {
      case ADD -> isHeld(y, single) && isSum(y, a, b);
      case SUB -> isHeld(y, single) && isSum(y, a, -b);
      case MUL -> isHeld(y, single) && Math.fma(a, b, -y) == 0;
      case DIV -> isHeld(y, single) && Math.fma(y, b, -a) == 0;
      default -> false;
    };
  }

  /** Returns whether a sum has no error, by the algorithm TwoSum of Knuth. */
  private static boolean isSum(double y, double a, double b) {
    double c = y - a;
    return a - (y - c) + (b - c) == 0;
  }

  private static boolean isHeld(double y, boolean single) {
    return !single || (float) y == y;
  }
}
