// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram.Step;

/** Tells which bodies run on vectors: those of lanes of one width, on instructions of every CPU. */
final class VectorFit {
  private VectorFit() {}

  /** Returns the floating dtype of the lanes' width, or BOOL if vectors do not suit the body. */
  static DType lanes(LoopBody body) {
    boolean narrow = false;
    boolean wide = false;
    for (Step step : body.steps()) {
      narrow |= step.dtype().bytes() == 4;
      wide |= step.dtype().bytes() == 8;
      if (!hasVector(body, step)) {
        return DType.BOOL;
      }
    }
    if (narrow && wide) {
      return DType.BOOL;
    }
    return wide ? DType.F64 : DType.F32;
  }

  private static boolean hasVector(LoopBody body, Step step) {
    DType from =
        step.operands().isEmpty() ? step.dtype() : body.steps().get(step.operand(0)).dtype();
    return switch (step.instruction()) {
      case ARGUMENT, CONSTANT, ADD, SUB, MUL, FMA, MIN, MAX, NEG, ABS, SQRT -> true;
      case LESS, LESS_EQUAL, EQUAL, AND, OR, XOR, NOT, SELECT, BITCAST -> true;
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> true;
      // No unit divides integers; few convert between I64 and F64.
      case DIV -> step.dtype().isFloating();
      case CAST -> from == DType.BOOL || from.bytes() == 4 || step.dtype() == DType.BOOL;
      default -> false;
    };
  }

  /** Returns the integer dtype of the same width as a floating one. */
  static DType integer(DType floating) {
    return floating == DType.F32 ? DType.I32 : DType.I64;
  }

  /** Returns whether an instruction shifts by its second operand. */
  static boolean isShift(Instruction instruction) {
    return switch (instruction) {
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> true;
      default -> false;
    };
  }
}
