// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.util.ArrayList;
import java.util.HashMap;
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

  private final List<Step> steps = new ArrayList<>();
  private final Map<Step, Integer> numbers = new HashMap<>();

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
    Expansion expansion = new Expansion();
    int result = expansion.append(program, ImmutableList.of());
    return new ScalarProgram(ImmutableList.copyOf(expansion.steps.subList(0, result + 1)));
  }

  /**
   * Returns a program for {@code eˣ} that needs {@code x ≤ 0} or NaN, and gives the bits of the one
   * for all {@code x} in three quarters of its steps.
   */
  public static ScalarProgram decay(DType dtype) {
    return ScalarProgram.of(ExponentialExpansion.decay(Scalar.argument(0, dtype)));
  }

  /** Appends the steps of a program and returns the number of its result. */
  private int append(ScalarProgram program, List<Integer> arguments) {
    List<Integer> moved = new ArrayList<>();
    for (Step step : program.steps()) {
      ImmutableList<Integer> operands =
          step.operands().stream().map(moved::get).collect(ImmutableList.toImmutableList());
      if (replaces(step.instruction())) {
        Function function = new Function(step.instruction(), step.dtype());
        moved.add(append(PROGRAMS.computeIfAbsent(function, Function::program), operands));
      } else if (step.instruction() == Instruction.ARGUMENT && !arguments.isEmpty()) {
        moved.add(arguments.get((int) step.payload()));
      } else {
        moved.add(number(new Step(step.instruction(), step.dtype(), operands, step.payload())));
      }
    }
    return moved.getLast();
  }

  private int number(Step step) {
    return numbers.computeIfAbsent(
        step,
        fresh -> {
          steps.add(fresh);
          return steps.size() - 1;
        });
  }
}
