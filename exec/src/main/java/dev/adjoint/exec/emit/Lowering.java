// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.math.Expansion;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import dev.adjoint.graph.ScalarProgramBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the instructions that no vector unit has in terms of others that give the same bits: the
 * transcendental ones as {@link Expansion} does, and {@link Instruction#RINT} and {@link
 * Instruction#FLOOR}. What literals decide is decided here ({@link LiteralFolding}).
 */
public final class Lowering {
  /**
   * The payload of a {@link Instruction#BITCAST} step from a floating number that may give the bits
   * of any NaN for a NaN: nothing may depend on them.
   */
  static final long RAW = 1;

  /**
   * The function of a step.
   *
   * @param negative whether its operand is known to be negative or 0
   */
  private record Function(Instruction instruction, DType dtype, boolean negative) {
    static Function of(Step step) {
      return new Function(step.instruction(), step.dtype(), false);
    }

    /** Returns the function, knowing the signs of the steps before. */
    static Function of(Step step, KnownSign[] signs) {
      boolean negative =
          step.instruction() == Instruction.EXP && signs[step.operand(0)] == KnownSign.NOT_POSITIVE;
      return new Function(step.instruction(), step.dtype(), negative);
    }
  }

  private static final Map<Function, Optional<ScalarProgram>> PROGRAMS = new ConcurrentHashMap<>();

  private Lowering() {}

  /** Returns a program that computes the same, in instructions that are exact or round once. */
  public static ScalarProgram lower(ScalarProgram body) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    List<Integer> inputs = builder.inputs(body.inputs());
    KnownSign[] signs = KnownSign.of(body.steps());
    int[] moved = new int[body.steps().size()];
    for (int k = 0; k < moved.length; k++) {
      Step step = body.steps().get(k);
      Optional<ScalarProgram> program = program(Function.of(step, signs));
      if (program.isPresent()) {
        List<Integer> operands = new ArrayList<>();
        for (int operand : step.operands()) {
          operands.add(moved[operand]);
        }
        moved[k] =
            builder.append(program.get(), operands, one -> LiteralFolding.add(builder, raw(one)));
      } else if (step.instruction() == Instruction.ARGUMENT) {
        moved[k] = inputs.get((int) step.payload());
      } else {
        moved[k] = LiteralFolding.add(builder, step.renumbered(moved));
      }
    }
    List<Integer> results = new ArrayList<>();
    for (int result : body.results().asList()) {
      results.add(moved[result]);
    }
    return builder.build(results);
  }

  /** Returns how many instructions a step becomes, not counting arguments and literals. */
  static int weight(Step step) {
    int weight = 0;
    for (Step one :
        program(Function.of(step)).map(ScalarProgram::steps).orElse(ImmutableList.of(step))) {
      weight += one.instruction().arity() > 0 ? 1 : 0;
    }
    return weight;
  }

  private static Optional<ScalarProgram> program(Function function) {
    return PROGRAMS.computeIfAbsent(function, Lowering::expand);
  }

  private static Optional<ScalarProgram> expand(Function function) {
    if (function.negative) {
      return Optional.of(Expansion.decay(function.dtype));
    }
    if (Expansion.replaces(function.instruction)) {
      return Optional.of(Expansion.of(alone(function)));
    }
    Scalar x = Scalar.argument(0, function.dtype);
    return switch (function.instruction) {
      case RINT -> Optional.of(ScalarProgram.of(rint(x)));
      case FLOOR -> Optional.of(ScalarProgram.of(floor(x)));
      default -> Optional.empty();
    };
  }

  /** Returns the program of one instruction. */
  private static ScalarProgram alone(Function function) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    ImmutableList.Builder<Integer> operands = ImmutableList.builder();
    for (int i = 0; i < function.instruction.arity(); i++) {
      operands.add(builder.input(function.dtype));
    }
    Step step = new Step(function.instruction, function.dtype, operands.build(), 0);
    return builder.build(List.of(builder.add(step)));
  }

  /** The programs here use the bits of a NaN for nothing but another NaN. */
  private static Step raw(Step step) {
    return step.instruction() == Instruction.BITCAST
        ? new Step(step.instruction(), step.dtype(), step.operands(), RAW)
        : step;
  }

  /** Adds and takes away the number above which all are integral, with the sign of {@code x}. */
  private static Scalar rint(Scalar x) {
    boolean single = x.dtype() == DType.F32;
    Scalar integral = x.like(single ? 0x1p23 : 0x1p52);
    DType bits = single ? DType.I32 : DType.I64;
    Scalar sign =
        x.bitcast().and(Scalar.constant(bits, single ? (long) Integer.MIN_VALUE : Long.MIN_VALUE));
    Scalar rounder = integral.bitcast().or(sign).bitcast();
    Scalar rounded = x.add(rounder).sub(rounder).bitcast().or(sign).bitcast();
    return x.abs().less(integral).select(rounded, x);
  }

  private static Scalar floor(Scalar x) {
    Scalar nearest = rint(x);
    return x.less(nearest).select(nearest.sub(1), nearest);
  }
}
