// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram.Step;
import java.util.List;

/** The statically known sign of a number. A NaN may have any. */
enum KnownSign {
  /** {@code x ≥ 0}. */
  NOT_NEGATIVE,
  /** {@code x ≤ 0}. */
  NOT_POSITIVE,
  /** Nothing. */
  UNKNOWN;

  /** Returns the sign of the value of each step of straight-line code. */
  static KnownSign[] of(List<Step> steps) {
    KnownSign[] signs = new KnownSign[steps.size()];
    for (int k = 0; k < signs.length; k++) {
      signs[k] = steps.get(k).dtype().isFloating() ? of(steps.get(k), steps, signs) : UNKNOWN;
    }
    return signs;
  }

  private static KnownSign of(Step step, List<Step> steps, KnownSign[] signs) {
    return switch (step.instruction()) {
      case CONSTANT -> of(step.floating());
      case ABS, SQRT, EXP -> NOT_NEGATIVE;
      case NEG -> signs[step.operand(0)].opposite();
      case MUL, DIV ->
          step.operand(0) == step.operand(1)
              ? NOT_NEGATIVE
              : signs[step.operand(0)].times(signs[step.operand(1)]);
      case ADD -> signs[step.operand(0)].or(signs[step.operand(1)]);
      case SELECT -> {
        Step condition = steps.get(step.operand(0));
        KnownSign chosen = whereChosen(step.operand(1), condition, true, steps, signs);
        yield chosen.or(whereChosen(step.operand(2), condition, false, steps, signs));
      }
      default -> UNKNOWN;
    };
  }

  /** Returns the sign of {@code x} where a comparison with 0 has the given outcome. */
  private static KnownSign whereChosen(
      int x, Step condition, boolean outcome, List<Step> steps, KnownSign[] signs) {
    Step step = steps.get(x);
    if (signs[x] != UNKNOWN || condition.instruction() != Instruction.LESS) {
      return signs[x];
    }
    if (step.instruction() == Instruction.NEG) {
      return whereChosen(step.operand(0), condition, outcome, steps, signs).opposite();
    }
    if (condition.operand(0) == x && isZero(steps.get(condition.operand(1)))) {
      return outcome ? NOT_POSITIVE : NOT_NEGATIVE;
    }
    if (condition.operand(1) == x && isZero(steps.get(condition.operand(0)))) {
      return outcome ? NOT_NEGATIVE : NOT_POSITIVE;
    }
    return UNKNOWN;
  }

  private static boolean isZero(Step step) {
    return step.instruction() == Instruction.CONSTANT && step.floating() == 0;
  }

  private static KnownSign of(double value) {
    return value > 0 ? NOT_NEGATIVE : value < 0 ? NOT_POSITIVE : UNKNOWN;
  }

  private KnownSign opposite() {
    return switch (this) {
      case NOT_NEGATIVE -> NOT_POSITIVE;
      case NOT_POSITIVE -> NOT_NEGATIVE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  private KnownSign times(KnownSign other) {
    return other == UNKNOWN ? UNKNOWN : other == NOT_NEGATIVE ? this : opposite();
  }

  /** Returns a sign that holds for this number, that one, and their sum. */
  private KnownSign or(KnownSign other) {
    return this == other ? this : UNKNOWN;
  }
}
