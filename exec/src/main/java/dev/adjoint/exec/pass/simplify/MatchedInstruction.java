// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Value;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The single instruction that an elementwise node computes. Rules recognise sums, products and
 * negations by it, not by the names of ops.
 *
 * @param instruction the instruction
 * @param dtype the type of the result
 * @param operands its operands
 */
record MatchedInstruction(Instruction instruction, DType dtype, ImmutableList<Operand> operands) {
  /** An operand: a value, or a literal of the op's body. */
  sealed interface Operand {
    /** Returns the value, if it is one. */
    default Optional<Value> value() {
      return Optional.empty();
    }

    /**
     * Returns the bits of the number that all elements equal, see {@link Splats#bits}; empty if not
     * known.
     */
    OptionalLong splat();

    /** Returns whether all elements are known to equal the number of these bits. */
    default boolean is(long bits) {
      OptionalLong splat = splat();
      return splat.isPresent() && splat.getAsLong() == bits;
    }
  }

  private record Input(Value input) implements Operand {
    @Override
    public Optional<Value> value() {
      return Optional.of(input);
    }

    @Override
    public OptionalLong splat() {
      return Splats.of(input);
    }
  }

  private record Literal(long bits) implements Operand {
    @Override
    public OptionalLong splat() {
      return OptionalLong.of(bits);
    }
  }

  /** Returns the instruction of a body; empty if it has none, or more than one. */
  static Optional<MatchedInstruction> of(Scalar body, Node node) {
    ImmutableList.Builder<Operand> operands = ImmutableList.builder();
    for (Scalar operand : body.operands()) {
      switch (operand.instruction()) {
        case ARGUMENT -> operands.add(new Input(node.inputs().get((int) operand.payload())));
        case CONSTANT -> operands.add(new Literal(operand.payload()));
        default -> {
          return Optional.empty();
        }
      }
    }
    return body.operands().isEmpty()
        ? Optional.empty()
        : Optional.of(new MatchedInstruction(body.instruction(), body.dtype(), operands.build()));
  }

  /** Returns the instruction of the node that computes an operand. */
  static Optional<MatchedInstruction> of(Operand operand) {
    Optional<Value> value = operand.value();
    return value.isPresent() ? of(value.get()) : Optional.empty();
  }

  /** Returns the instruction of the node that computes a value. */
  static Optional<MatchedInstruction> of(Value value) {
    Node node = value.node();
    return node.op() instanceof ElementwiseOp ? of(node.body(), node) : Optional.empty();
  }

  /** Returns the value {@code x} if the operand is computed as {@code instruction(x)}. */
  static Optional<Value> argumentOf(Instruction instruction, Operand operand) {
    Optional<MatchedInstruction> formula = of(operand);
    return formula.isPresent()
            && formula.get().is(instruction)
            && formula.get().operands.size() == 1
        ? formula.get().value(0)
        : Optional.empty();
  }

  /** Returns whether the instruction is the given one. */
  boolean is(Instruction other) {
    return instruction == other;
  }

  /** Returns an operand. */
  Operand operand(int index) {
    return operands.get(index);
  }

  /** Returns an operand that is a value. */
  Optional<Value> value(int index) {
    return operands.get(index).value();
  }

  /** Returns the bits of a number in the dtype of the operands. */
  long bits(double number) {
    return Splats.bits(dtype, number);
  }

  /** Returns the left operand if the right one is the given number. */
  Optional<Value> leftOf(long bits) {
    return operand(1).is(bits) ? value(0) : Optional.empty();
  }

  /** Returns one operand if the other is the given number. */
  Optional<Value> beside(long bits) {
    Optional<Value> left = leftOf(bits);
    return left.isEmpty() && operand(0).is(bits) ? value(1) : left;
  }

  /** Returns the first operand that is the given number, if it is a value. */
  Optional<Value> equalTo(long bits) {
    for (Operand operand : operands) {
      if (operand.is(bits)) {
        return operand.value();
      }
    }
    return Optional.empty();
  }
}
