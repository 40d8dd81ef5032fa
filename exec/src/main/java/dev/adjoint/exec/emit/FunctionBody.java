// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a function, with branches. The expansions of the transcendental functions compute
 * both sides of every select, as vectors must. A single number takes one side: where that saves
 * much, the condition is computed first, and then one of two bodies in which its outcome is known.
 * All steps are free of effects, so the bits are the same.
 *
 * @param body the body without branches
 * @param branch the condition that it branches on; null if it does not
 */
record FunctionBody(ScalarProgram body, @Nullable Branch branch) {
  /** A branch costs a few steps itself, and many when the processor guesses it wrong. */
  private static final int WORTH = 24;

  private static final int DEEPEST = 3;

  /**
   * A condition and the body for each outcome.
   *
   * @param condition computes the condition from the inputs of the function
   * @param holds the body if it is true
   * @param fails the body if it is false
   */
  record Branch(ScalarProgram condition, FunctionBody holds, FunctionBody fails) {}

  /** Returns a body with the branches that pay. */
  static FunctionBody of(ScalarProgram body) {
    return of(body, DEEPEST);
  }

  private static FunctionBody of(ScalarProgram body, int depth) {
    int best = body.steps().size() - WORTH;
    Branch branch = null;
    if (depth > 0) {
      for (int condition : conditions(body)) {
        ScalarProgram holds = ConditionalConstants.of(body, condition, true);
        ScalarProgram fails = ConditionalConstants.of(body, condition, false);
        int shorter = Math.min(holds.steps().size(), fails.steps().size());
        if (shorter < best) {
          best = shorter;
          branch =
              new Branch(
                  ConditionalConstants.only(body, condition),
                  new FunctionBody(holds, null),
                  new FunctionBody(fails, null));
        }
      }
    }
    return new FunctionBody(
        body,
        branch == null
            ? null
            : new Branch(
                branch.condition,
                of(branch.holds.body, depth - 1),
                of(branch.fails.body, depth - 1)));
  }

  private static Set<Integer> conditions(ScalarProgram body) {
    Set<Integer> conditions = new HashSet<>();
    for (var step : body.steps()) {
      if (step.instruction() == Instruction.SELECT
          && body.steps().get(step.operand(0)).instruction().arity() > 0) {
        conditions.add(step.operand(0));
      }
    }
    return conditions;
  }
}
