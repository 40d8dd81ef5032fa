// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Runs expanded scalar programs over many elements, one loop a step. It knows those instructions
 * alone that an expansion may use, so it fails where one uses another.
 */
final class Sweep {
  private final ScalarProgram program;

  private Sweep(ScalarProgram program) {
    this.program = program;
  }

  /** Returns the expansion of a function of one argument. */
  static Sweep of(DType dtype, UnaryOperator<Scalar> function) {
    return new Sweep(Expansion.of(ScalarProgram.of(function.apply(Scalar.argument(0, dtype)))));
  }

  /** Returns the expansion of {@code x₀} to the power of {@code x₁}. */
  static Sweep ofPower(DType dtype) {
    Scalar power = Scalar.argument(0, dtype).pow(Scalar.argument(1, dtype));
    return new Sweep(Expansion.of(ScalarProgram.of(power)));
  }

  /** Returns what {@link Expansion#decay} expands to. */
  static Sweep ofDecay(DType dtype) {
    return new Sweep(Expansion.decay(dtype));
  }

  ScalarProgram program() {
    return program;
  }

  /** Returns the number of instructions that compute something. */
  long cost() {
    return program.steps().stream()
        .filter(step ->
            switch (step.instruction()) {
              case ARGUMENT, CONSTANT, BITCAST -> false;
              default -> true;
            })
        .count();
  }

  float one(float... x) {
    float[][] arguments = new float[x.length][];
    for (int i = 0; i < x.length; i++) {
      arguments[i] = new float[] {x[i]};
    }
    return run(arguments)[0];
  }

  double one(double... x) {
    double[][] arguments = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      arguments[i] = new double[] {x[i]};
    }
    return run(arguments)[0];
  }

  float[] run(float[]... arguments) {
    return (float[]) values(arguments.length == 0 ? 0 : arguments[0].length, arguments);
  }

  double[] run(double[]... arguments) {
    return (double[]) values(arguments.length == 0 ? 0 : arguments[0].length, arguments);
  }

  private Object values(int n, Object[] arguments) {
    Object[] values = new Object[program.steps().size()];
    for (int k = 0; k < values.length; k++) {
      Step step = program.steps().get(k);
      Object[] in = new Object[3];
      for (int i = 0; i < step.operands().size(); i++) {
        in[i] = values[step.operand(i)];
      }
      values[k] =
          switch (step.instruction()) {
            case ARGUMENT -> arguments[(int) step.payload()];
            case CONSTANT -> constant(step, n);
            default -> compute(step.instruction(), in, n);
          };
    }
    return values[values.length - 1];
  }

  private static Object constant(Step step, int n) {
    return switch (step.dtype()) {
      case F32 -> {
        float[] y = new float[n];
        Arrays.fill(y, (float) step.floating());
        yield y;
      }
      case F64 -> {
        double[] y = new double[n];
        Arrays.fill(y, step.floating());
        yield y;
      }
      case I32 -> {
        int[] y = new int[n];
        Arrays.fill(y, (int) step.payload());
        yield y;
      }
      case I64 -> {
        long[] y = new long[n];
        Arrays.fill(y, step.payload());
        yield y;
      }
      case BOOL -> throw new AssertionError("a literal truth value");
    };
  }

  private static Object compute(Instruction instruction, Object[] in, int n) {
    Object shape = instruction == Instruction.SELECT ? in[1] : in[0];
    return switch (shape) {
      case float[] a -> new FloatSteps(n).compute(instruction, in, a);
      case double[] a -> new DoubleSteps(n).compute(instruction, in, a);
      case int[] a -> new IntSteps(n).compute(instruction, in, a);
      case long[] a -> new LongSteps(n).compute(instruction, in, a);
      case boolean[] a -> bool(instruction, a, (boolean[]) in[1], n);
      default -> throw new AssertionError(shape);
    };
  }

  private static Object bool(Instruction instruction, boolean[] a, boolean[] b, int n) {
    boolean[] y = new boolean[n];
    for (int i = 0; i < n; i++) {
      y[i] =
          switch (instruction) {
            case AND -> a[i] & b[i];
            case OR -> a[i] | b[i];
            case NOT -> !a[i];
            default -> throw new AssertionError(instruction);
          };
    }
    return y;
  }
}
