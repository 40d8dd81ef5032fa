// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes bodies shorter in which the outcome of a condition is known. Selects take their side,
 * integer steps on literals become literals; floating steps stay as they are, down to those that
 * add 0.
 */
final class ConditionalConstants {
  private final LoopBodyBuilder builder = new LoopBodyBuilder();

  private ConditionalConstants() {}

  /** Returns a body that computes the same if the condition has the given outcome. */
  static LoopBody of(LoopBody body, int condition, boolean outcome) {
    ConditionalConstants special = new ConditionalConstants();
    List<Integer> inputs = body.inputs().stream().map(special.builder::input).toList();
    int[] moved = new int[body.steps().size()];
    for (int k = 0; k < moved.length; k++) {
      Step step = body.steps().get(k);
      if (k == condition) {
        moved[k] = special.builder.literal(DType.BOOL, outcome ? 1 : 0);
      } else if (step.instruction() == Instruction.ARGUMENT) {
        moved[k] = inputs.get((int) step.payload());
      } else {
        moved[k] = special.add(LoopBodyBuilder.moved(step, moved));
      }
    }
    List<Integer> results = new ArrayList<>();
    body.results().forEach(result -> results.add(moved[result]));
    return special.builder.build(results);
  }

  /** Returns the body that computes one step alone. */
  static LoopBody only(LoopBody body, int step) {
    LoopBodyBuilder builder = new LoopBodyBuilder();
    body.inputs().forEach(builder::input);
    int[] moved = new int[body.steps().size()];
    for (int k = 0; k <= step; k++) {
      moved[k] = builder.add(LoopBodyBuilder.moved(body.steps().get(k), moved));
    }
    return builder.build(List.of(moved[step]));
  }

  private int add(Step step) {
    if (step.instruction() == Instruction.SELECT) {
      Step condition = builder.step(step.operand(0));
      if (isLiteral(condition)) {
        return step.operand(condition.payload() != 0 ? 1 : 2);
      }
      return step.operand(1) == step.operand(2) ? step.operand(1) : builder.add(step);
    }
    if (step.instruction().arity() != 2 || builder.step(step.operand(0)).dtype().isFloating()) {
      return builder.add(step);
    }
    Step a = builder.step(step.operand(0));
    Step b = builder.step(step.operand(1));
    if (isLiteral(a) && isLiteral(b)) {
      return reduce(step, a, b);
    }
    if (isZero(b) && keepsOther(step.instruction())) {
      return step.operand(0);
    }
    boolean symmetric =
        switch (step.instruction()) {
          case ADD, OR, XOR -> true;
          default -> false;
        };
    return symmetric && isZero(a) ? step.operand(1) : builder.add(step);
  }

  private static boolean keepsOther(Instruction instruction) {
    return switch (instruction) {
      case ADD, SUB, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> true;
      default -> false;
    };
  }

  private static boolean isLiteral(Step step) {
    return step.instruction() == Instruction.CONSTANT;
  }

  private static boolean isZero(Step step) {
    return isLiteral(step) && step.payload() == 0;
  }

  private int reduce(Step step, Step left, Step right) {
    long a = left.payload();
    long b = right.payload();
    boolean wide = left.dtype() == DType.I64;
    long value;
    switch (step.instruction()) {
      case ADD -> value = a + b;
      case SUB -> value = a - b;
      case MUL -> value = a * b;
      case AND -> value = a & b;
      case OR -> value = a | b;
      case XOR -> value = a ^ b;
      case SHIFT_LEFT -> value = wide ? a << b : (int) a << (int) b;
      case SHIFT_RIGHT -> value = wide ? a >> b : (int) a >> (int) b;
      case SHIFT_RIGHT_UNSIGNED -> value = wide ? a >>> b : (int) a >>> (int) b;
      case EQUAL -> value = a == b ? 1 : 0;
      case LESS -> value = a < b ? 1 : 0;
      case LESS_EQUAL -> value = a <= b ? 1 : 0;
      default -> {
        return builder.add(step);
      }
    }
    return builder.literal(step.dtype(), step.dtype() == DType.I32 ? (int) value : value);
  }
}
