// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import org.jspecify.annotations.Nullable;

/** Finds the loop of an instruction. */
public final class BlockLoops {
  private BlockLoops() {}

  /**
   * Computes {@code n} elements of step {@code k}, which is no argument, into {@code at[k]}.
   *
   * @param at for each step the array of its values
   * @param offset for each step where in its array the first value stands
   */
  public static void run(
      ImmutableList<ScalarProgram.Step> steps, int k, @Nullable Object[] at, int[] offset, int n) {
    ScalarProgram.Step step = steps.get(k);
    Object y = at[k];
    if (step.instruction() == Instruction.CONSTANT) {
      MoveLoops.fill(step, y, offset[k], n);
      return;
    }
    int arity = step.operands().size();
    int a = step.operand(0);
    int b = arity > 1 ? step.operand(1) : a;
    int c = arity > 2 ? step.operand(2) : a;
    DType from = steps.get(a).dtype();
    switch (step.instruction()) {
      case CAST -> CastLoops.cast(from, at[a], offset[a], step.dtype(), y, offset[k], n);
      case BITCAST -> MoveLoops.bitcast(from, at[a], offset[a], y, offset[k], n);
      case SELECT ->
          MoveLoops.select(
              step.dtype(),
              (boolean[]) at[a],
              offset[a],
              at[b],
              offset[b],
              at[c],
              offset[c],
              y,
              offset[k],
              n);
      case LESS, LESS_EQUAL, EQUAL ->
          compare(step.instruction(), from, at[a], offset[a], at[b], offset[b], y, offset[k], n);
      default ->
          compute(
              step.instruction(),
              from,
              at[a],
              offset[a],
              at[b],
              offset[b],
              at[c],
              offset[c],
              y,
              offset[k],
              n);
    }
  }

  private static void compare(
      Instruction instruction,
      DType from,
      Object a,
      int ai,
      Object b,
      int bi,
      Object y,
      int yi,
      int n) {
    boolean[] out = (boolean[]) y;
    switch (from) {
      case F32 -> F32Loops.compare(instruction, (float[]) a, ai, (float[]) b, bi, out, yi, n);
      case F64 -> F64Loops.compare(instruction, (double[]) a, ai, (double[]) b, bi, out, yi, n);
      case I32 -> I32Loops.compare(instruction, (int[]) a, ai, (int[]) b, bi, out, yi, n);
      case I64 -> I64Loops.compare(instruction, (long[]) a, ai, (long[]) b, bi, out, yi, n);
      case BOOL -> BoolLoops.run(instruction, (boolean[]) a, ai, (boolean[]) b, bi, out, yi, n);
    }
  }

  private static void compute(
      Instruction code,
      DType dtype,
      Object a,
      int ai,
      Object b,
      int bi,
      Object c,
      int ci,
      Object y,
      int yi,
      int n) {
    switch (dtype) {
      case F32 ->
          F32Loops.run(code, (float[]) a, ai, (float[]) b, bi, (float[]) c, ci, (float[]) y, yi, n);
      case F64 ->
          F64Loops.run(
              code, (double[]) a, ai, (double[]) b, bi, (double[]) c, ci, (double[]) y, yi, n);
      case I32 -> I32Loops.run(code, (int[]) a, ai, (int[]) b, bi, (int[]) y, yi, n);
      case I64 -> I64Loops.run(code, (long[]) a, ai, (long[]) b, bi, (long[]) y, yi, n);
      case BOOL -> BoolLoops.run(code, (boolean[]) a, ai, (boolean[]) b, bi, (boolean[]) y, yi, n);
    }
  }
}
