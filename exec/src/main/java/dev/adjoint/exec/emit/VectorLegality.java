// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;

/** Tells which loops run on vectors: those of lanes of one width, on instructions of every CPU. */
final class VectorLegality {
  /**
   * Whether C2 has neither masks of two lanes nor permutations of them, as on x86 of any kind. Each
   * step of a loop would then be a call that allocates, dozens of times slower than single
   * elements.
   */
  static final boolean PAIRS_ARE_PLAIN =
      switch (System.getProperty("os.arch", "")) {
        case "amd64", "x86_64" -> true;
        default -> false;
      };

  private VectorLegality() {}

  /** Returns the floating dtype of the lanes' width, or BOOL if vectors do not suit the loop. */
  static DType lanes(LoopSignature loop) {
    if (loop.bits() == VectorSupport.SCALAR) {
      return DType.BOOL;
    }
    DType lanes = lanes(loop.body());
    boolean pairs = loop.bits() == 2 * 8 * lanes.bytes();
    return pairs && PAIRS_ARE_PLAIN && !isPlain(loop) ? DType.BOOL : lanes;
  }

  /** Returns whether a loop needs neither masks nor permutations. */
  private static boolean isPlain(LoopSignature loop) {
    return loop.steps().stream().allMatch(s -> s <= 1)
        && loop.spread() == 1
        && loop.body().steps().stream().noneMatch(s -> s.dtype() == DType.BOOL);
  }

  /** Returns the floating dtype of the lanes' width, or BOOL if vectors do not suit the body. */
  static DType lanes(ScalarProgram body) {
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

  private static boolean hasVector(ScalarProgram body, Step step) {
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
}
