// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import com.google.common.base.Ascii;
import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The body of a loop for one element: straight-line code like a {@link ScalarProgram}, with several
 * results. Equal bodies compute the same.
 *
 * <p>A {@link Instruction#BITCAST} step from a floating number whose payload is {@link #RAW} may
 * give any NaN's bits for a NaN: nothing may depend on the bits of such a step's NaNs.
 *
 * @param inputs the dtypes of the inputs that {@link Instruction#ARGUMENT} steps name
 * @param steps the steps in order
 * @param results the numbers of the steps that are results, at least one
 */
public record LoopBody(
    ImmutableList<DType> inputs, ImmutableList<Step> steps, ImmutableIntArray results) {
  /** The payload of a bitcast that does not care which NaN it reads. */
  public static final long RAW = 1;

  /**
   * Checks that there is a result and that all results are steps.
   *
   * @throws IllegalArgumentException if not
   */
  public LoopBody {
    Preconditions.checkArgument(!results.isEmpty(), "loop body: has no result");
    for (int result : results.asList()) {
      Preconditions.checkElementIndex(result, steps.size(), "loop body: result");
    }
  }

  /**
   * Returns a body that computes the same, in instructions that are exact or round once: no
   * transcendental ones.
   */
  public LoopBody lowered() {
    return Lowering.lower(this);
  }

  /** Returns the dtype of a result. */
  public DType resultType(int result) {
    return steps.get(results.get(result)).dtype();
  }

  /** Returns for each step the last step that reads it, or the number of steps for a result. */
  public int[] lastUses() {
    int[] last = new int[steps.size()];
    for (int k = 0; k < last.length; k++) {
      last[k] = k;
      for (int operand : steps.get(k).operands()) {
        last[operand] = k;
      }
    }
    for (int result : results.asList()) {
      last[result] = last.length;
    }
    return last;
  }

  /**
   * Returns how often the body has which instruction, in the order of their first use, arguments
   * and constants left out: {@code 2 mul, add, tanh}. A body without any is a {@code copy}.
   */
  public String summary() {
    Map<Instruction, Integer> counts = new LinkedHashMap<>();
    for (Step step : steps) {
      if (step.instruction() != Instruction.ARGUMENT
          && step.instruction() != Instruction.CONSTANT) {
        counts.merge(step.instruction(), 1, Integer::sum);
      }
    }
    StringJoiner text = new StringJoiner(", ");
    counts.forEach((instruction, count) ->
        text.add((count == 1 ? "" : count + " ") + Ascii.toLowerCase(instruction.name())));
    return counts.isEmpty() ? "copy" : text.toString();
  }

  /** Returns the steps, one a line, and the results. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      text.append('$').append(i).append(" = ").append(steps.get(i)).append('\n');
    }
    text.append("return");
    results.forEach(result -> text.append(" $").append(result));
    return text.toString();
  }
}
