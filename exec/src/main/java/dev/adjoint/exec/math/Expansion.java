// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import dev.adjoint.graph.ScalarProgramBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Replaces the transcendental instructions of scalar programs by straight-line code of exact and
 * correctly rounded ones.
 *
 * <p>An expanded program holds only literals, arguments, arithmetic, fma, comparisons, selects,
 * integer arithmetic, shifts and bitcasts for them; other instructions stay as they are. Any two
 * machines that compute these steps alike give the same bits. The bits of a NaN alone are not
 * specified: none of the replaced instructions reads them for anything else than another NaN.
 */
public final class Expansion {
  private static final Map<Function, ScalarProgram> PROGRAMS = new ConcurrentHashMap<>();

  private record Function(Instruction instruction, DType dtype) {
    ScalarProgram program() {
      Scalar a = Scalar.argument(0, dtype);
      return ScalarProgram.of(
          switch (instruction) {
            case EXP -> ExponentialExpansion.of(a);
            case EXPM1 -> ExponentialMinusOneExpansion.of(a);
            case LOG -> LogarithmExpansion.of(a);
            case LOG1P -> LogarithmOfOnePlusExpansion.of(a);
            case SIN -> TrigonometricExpansion.sine(a);
            case COS -> TrigonometricExpansion.cosine(a);
            case TANH -> HyperbolicTangentExpansion.of(a);
            case ERF -> ErrorFunctionExpansion.of(a);
            case POW -> PowerExpansion.of(a, Scalar.argument(1, dtype));
            default -> throw new AssertionError(instruction);
          });
    }
  }

  private Expansion() {}

  /** Returns whether {@link #of} replaces the instruction. */
  public static boolean replaces(Instruction instruction) {
    return switch (instruction) {
      case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, POW -> true;
      default -> false;
    };
  }

  /**
   * Returns a program that computes the same without transcendental instructions; the program
   * itself if it has none. Equal steps of several functions occur once.
   */
  public static ScalarProgram of(ScalarProgram program) {
    if (program.steps().stream().noneMatch(step -> replaces(step.instruction()))) {
      return program;
    }
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    int[] moved = append(program, builder.inputs(program.inputs()), builder);
    List<Integer> results = new ArrayList<>();
    program.results().forEach(result -> results.add(moved[result]));
    return builder.build(results);
  }

  /**
   * Returns a program for {@code eˣ} that needs {@code x ≤ 0} or NaN, and gives the bits of the one
   * for all {@code x} in three quarters of its steps.
   */
  public static ScalarProgram decay(DType dtype) {
    return ScalarProgram.of(ExponentialExpansion.decay(Scalar.argument(0, dtype)));
  }

  /** Appends the expanded steps of a program and returns for each the number of its value. */
  private static int[] append(
      ScalarProgram program, List<Integer> arguments, ScalarProgramBuilder builder) {
    int[] moved = new int[program.steps().size()];
    for (int k = 0; k < moved.length; k++) {
      Step step = program.steps().get(k);
      Step renumbered = step.renumbered(moved);
      if (step.instruction() == Instruction.ARGUMENT) {
        moved[k] = arguments.get((int) step.payload());
      } else if (replaces(step.instruction())) {
        ScalarProgram function =
            PROGRAMS.computeIfAbsent(
                new Function(step.instruction(), step.dtype()), Function::program);
        int[] inner = append(function, renumbered.operands(), builder);
        moved[k] = inner[function.results().get(0)];
      } else {
        moved[k] = builder.add(renumbered);
      }
    }
    return moved;
  }
}
