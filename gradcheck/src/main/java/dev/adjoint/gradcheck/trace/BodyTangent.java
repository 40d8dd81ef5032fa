// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import java.util.Optional;

/**
 * Runs a scalar body on dual numbers {@code a + εȧ} with {@code ε² = 0}: the step of a complex-step
 * derivative that has become infinitely small (Squire and Trapp, "Using complex variables to
 * estimate derivatives of real functions", 1998). Nothing is subtracted, so nothing cancels. Where
 * two numbers that are compared are equal, the tangent is NaN.
 */
final class BodyTangent {
  private static final double TWO_BY_ROOT_PI = 2 / StrictMath.sqrt(StrictMath.PI);

  private final ScalarProgram program;
  private final double[] value;
  private final double[] tangent;

  private BodyTangent(ScalarProgram program) {
    this.program = program;
    this.value = new double[program.steps().size()];
    this.tangent = new double[program.steps().size()];
  }

  /** Returns a walk over a body; empty if the body works on bits. */
  static Optional<BodyTangent> of(Scalar body) {
    return BodyWalk.of(body).map(_ -> new BodyTangent(ScalarProgram.of(body)));
  }

  /** Computes the result for arguments and their tangents. */
  void run(double[] arguments, double[] tangents) {
    for (int i = 0; i < value.length; i++) {
      ScalarProgram.Step step = program.steps().get(i);
      switch (step.instruction()) {
        case ARGUMENT -> {
          value[i] = arguments[(int) step.payload()];
          tangent[i] = tangents[(int) step.payload()];
        }
        case CONSTANT -> {
          value[i] = step.dtype().isFloating() ? step.floating() : step.payload();
          tangent[i] = 0;
        }
        default -> compute(i, step);
      }
    }
  }

  /** Returns the result of the last run. */
  double value() {
    return value[value.length - 1];
  }

  /** Returns its tangent. */
  double tangent() {
    return tangent[tangent.length - 1];
  }

  private void compute(int i, ScalarProgram.Step step) {
    int p = step.operand(0);
    int q = step.operands().size() > 1 ? step.operand(1) : p;
    int r = step.operands().size() > 2 ? step.operand(2) : p;
    double a = value[p];
    double b = value[q];
    value[i] = BodyWalk.result(step, a, b, value[r]);
    if (!step.dtype().isFloating()) {
      tangent[i] = 0;
      return;
    }
    tangent[i] =
        switch (step.instruction()) {
          case ADD -> tangent[p] + tangent[q];
          case SUB -> tangent[p] - tangent[q];
          case MUL -> term(b, tangent[p]) + term(a, tangent[q]);
          case FMA -> term(b, tangent[p]) + term(a, tangent[q]) + tangent[r];
          case DIV -> (tangent[p] - term(value[i], tangent[q])) / b;
          case MIN -> a < b ? tangent[p] : a > b ? tangent[q] : either(tangent[p], tangent[q]);
          case MAX -> a > b ? tangent[p] : a < b ? tangent[q] : either(tangent[p], tangent[q]);
          case SELECT -> a != 0 ? tangent[q] : tangent[r];
          case POW -> power(a, b, value[i], tangent[p], tangent[q]);
          default -> term(slope(step, a, value[i]), tangent[p]);
        };
  }

  /** A number that does not move has no part in it, be it multiplied by infinity. */
  private static double term(double slope, double tangent) {
    return tangent == 0 ? 0 : slope * tangent;
  }

  private static double either(double first, double second) {
    return first == second ? first : Double.NaN;
  }

  private static double power(double a, double b, double y, double da, double db) {
    return term(b * StrictMath.pow(a, b - 1), da) + (db == 0 ? 0 : y * StrictMath.log(a) * db);
  }

  private static double slope(ScalarProgram.Step step, double a, double y) {
    return switch (step.instruction()) {
      case NEG -> -1;
      case ABS -> a == 0 ? Double.NaN : Math.signum(a);
      case SQRT -> 0.5 / y;
      case FLOOR, RINT -> 0;
      case EXP -> y;
      case EXPM1 -> StrictMath.exp(a);
      case LOG -> 1 / a;
      case LOG1P -> 1 / (1 + a);
      case SIN -> StrictMath.cos(a);
      case COS -> -StrictMath.sin(a);
      case TANH -> squaredSecant(a);
      case ERF -> TWO_BY_ROOT_PI * StrictMath.exp(-a * a);
      case CAST -> 1;
      default -> throw new AssertionError(step.instruction());
    };
  }

  /** Returns {@code 1 − tanh² a} without cancellation. */
  private static double squaredSecant(double a) {
    double e = StrictMath.exp(-Math.abs(a));
    double secant = 2 * e / (1 + e * e);
    return secant * secant;
  }
}
