// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.CodeBuilder;
import java.util.function.IntUnaryOperator;

/**
 * Writes the steps of a body over vectors. Numbers are vectors, truth values masks of the floating
 * species.
 */
final class VectorSteps {
  private final ScalarProgram body;
  private final ImmutableIntArray apart;
  private final DType lanes;
  private final CodeBuilder code;
  private final VectorStack stack;
  private final IntUnaryOperator slots;
  private final boolean isLong;

  /**
   * Prepares to write steps.
   *
   * @param lanes the floating dtype of the lanes' width
   * @param slots gives the local variable of each step
   */
  VectorSteps(LoopSignature loop, DType lanes, CodeBuilder code, IntUnaryOperator slots) {
    this.body = loop.body();
    this.apart = loop.steps();
    this.lanes = lanes;
    this.code = code;
    this.stack = new VectorStack(code, loop.bits());
    this.slots = slots;
    this.isLong = loop.isLong();
  }

  /** Pushes the species of the vectors or masks that hold values of a dtype. */
  void species(DType dtype) {
    stack.species(dtype == DType.BOOL ? lanes : dtype);
  }

  /** Replaces a species and an element on the stack by the vector or mask of that element. */
  void repeat(DType dtype) {
    stack.repeat(dtype);
  }

  /** Pushes the vector or mask of a literal, given as a step's payload. */
  void literal(DType dtype, long payload) {
    species(dtype);
    Operands.literal(code, dtype, payload);
    repeat(dtype);
  }

  /** Computes a step that is no argument and no literal, and pushes its value. */
  void compute(Step step) {
    DType from = operandType(step, 0);
    switch (step.instruction()) {
      case ADD, SUB, MUL, DIV, MIN, MAX, FMA, NEG, ABS, SQRT -> arithmetic(step);
      case LESS, LESS_EQUAL, EQUAL -> compare(step, from);
      case AND, OR, XOR, NOT -> logic(step);
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> shift(step);
      case SELECT -> select(step);
      case CAST -> cast(step, from);
      case BITCAST -> bitcast(step, from);
      default -> throw new AssertionError(step);
    }
  }

  private DType operandType(Step step, int number) {
    return body.steps().get(step.operand(number)).dtype();
  }

  private void push(Step step, int number) {
    code.aload(slots.applyAsInt(step.operand(number)));
  }

  private void arithmetic(Step step) {
    if (isAddedToOpposite(step)) {
      addToOpposite(step);
      return;
    }
    boolean turned = isTurned(step);
    for (int i = 0; i < step.operands().size(); i++) {
      push(step, turned && i < 2 ? 1 - i : i);
    }
    stack.call(step.dtype(), VectorStack.name(step.instruction()), step.operands().size());
  }

  /** One instruction where there is a fused one: {@code −1·x} is exact, so the sum alone rounds. */
  private void addToOpposite(Step step) {
    push(step, 1);
    if (step.dtype().isFloating()) {
      literal(step.dtype(), Double.doubleToRawLongBits(-1));
      push(step, 0);
      stack.call(step.dtype(), VectorStack.name(Instruction.FMA), 3);
    } else {
      stack.call(step.dtype(), VectorStack.name(Instruction.NEG), 1);
      push(step, 0);
      stack.call(step.dtype(), VectorStack.name(Instruction.ADD), 2);
    }
  }

  /**
   * Returns whether the second operand goes first, which does the same. C2 makes an object of a
   * vector from before the loop whose method is called, in every call of the kernel; and the class
   * of a lane, which goes from one turn of the loop to the next, it only learns from the profile,
   * which is of no use in a process that has run vectors of several widths.
   */
  private boolean isTurned(Step step) {
    return switch (step.instruction()) {
      case ADD, MUL, MIN, MAX, FMA -> isKept(body.steps().get(step.operand(0)));
      default -> false;
    };
  }

  /**
   * Returns whether {@code c − x} is computed as {@code −x + c}, which are the same bits, for the
   * reason of {@link #isTurned}. In a short body C2 sees through the call, and the step would be
   * the longer for nothing.
   */
  private boolean isAddedToOpposite(Step step) {
    return step.instruction() == Instruction.SUB
        && isLong
        && isKept(body.steps().get(step.operand(0)));
  }

  /** Returns whether a step is a literal, a uniform input or the lane of a reduction. */
  private boolean isKept(Step step) {
    int input = (int) step.payload();
    return switch (step.instruction()) {
      case CONSTANT -> true;
      case ARGUMENT -> input >= apart.length() || apart.get(input) == 0;
      default -> false;
    };
  }

  private void compare(Step step, DType from) {
    push(step, 0);
    if (from == DType.BOOL) {
      push(step, 1);
      stack.masks(VectorStack.name(Instruction.XOR));
      stack.negateMask();
      return;
    }
    String name =
        switch (step.instruction()) {
          case LESS -> "LT";
          case LESS_EQUAL -> "LE";
          default -> "EQ";
        };
    stack.comparison(name);
    push(step, 1);
    stack.compare(from, lanes);
  }

  private void logic(Step step) {
    push(step, 0);
    if (step.dtype() != DType.BOOL) {
      stack.operator(step.instruction());
      push(step, 1);
      stack.lanewise(step.dtype());
    } else if (step.instruction() == Instruction.NOT) {
      stack.negateMask();
    } else {
      push(step, 1);
      stack.masks(VectorStack.name(step.instruction()));
    }
  }

  private void shift(Step step) {
    push(step, 0);
    stack.operator(step.instruction());
    Step distance = body.steps().get(step.operand(1));
    if (distance.instruction() == Instruction.CONSTANT) {
      Operands.literal(code, step.dtype(), distance.payload());
      stack.lanewiseElement(step.dtype());
    } else {
      push(step, 1);
      stack.lanewise(step.dtype());
    }
  }

  private void select(Step step) {
    if (step.dtype() == DType.BOOL) {
      // (c ∧ a) ∨ (b ∧ ¬c)
      push(step, 0);
      push(step, 1);
      stack.masks(VectorStack.name(Instruction.AND));
      push(step, 2);
      push(step, 0);
      stack.masks("andNot");
      stack.masks(VectorStack.name(Instruction.OR));
      return;
    }
    push(step, 2);
    push(step, 1);
    push(step, 0);
    stack.castMask(lanes, step.dtype());
    stack.blend(step.dtype());
  }

  private void cast(Step step, DType from) {
    DType to = step.dtype();
    if (from == DType.BOOL) {
      stack.zero(to);
      literal(to, to.isFloating() ? Double.doubleToRawLongBits(1) : 1);
      push(step, 0);
      stack.castMask(lanes, to);
      stack.blend(to);
    } else if (to == DType.BOOL) {
      push(step, 0);
      stack.comparison("NE");
      stack.zero(from);
      stack.compare(from, lanes);
    } else {
      push(step, 0);
      stack.convert(from, to);
    }
  }

  private void bitcast(Step step, DType from) {
    DType to = step.dtype();
    push(step, 0);
    stack.reinterpret(to);
    if (from.isFloating() && step.payload() != Lowering.RAW) {
      // Every NaN reads as the one that Java specifies.
      literal(
          to,
          from == DType.F32
              ? Float.floatToIntBits(Float.NaN)
              : Double.doubleToLongBits(Double.NaN));
      push(step, 0);
      stack.comparison("NE");
      push(step, 0);
      stack.compare(from, to);
      stack.blend(to);
    }
  }
}
