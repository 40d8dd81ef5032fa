// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.graph.Instruction.ABS;
import static dev.adjoint.graph.Instruction.ADD;
import static dev.adjoint.graph.Instruction.CAST;
import static dev.adjoint.graph.Instruction.DIV;
import static dev.adjoint.graph.Instruction.NEG;
import static dev.adjoint.graph.Instruction.NOT;
import static dev.adjoint.graph.Instruction.SUB;

import dev.adjoint.exec.ir.Convert;
import dev.adjoint.exec.ir.InstructionOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Value;
import java.util.Optional;
import java.util.OptionalLong;

/** Rules that put less arithmetic in place of more. */
final class AlgebraRules {
  private AlgebraRules() {}

  static Optional<Value> doubleNegation(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    return MatchedInstruction.argumentOf(f.instruction(), f.operand(0));
  }

  /** The negation of a sum or difference is left alone: −(a − a) is −0, a − a is +0. */
  static Optional<Value> negatedTerm(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    if (f.is(SUB)) {
      return combined(InstructionOp.ADD, f, 0, 1);
    }
    Optional<Value> second = combined(InstructionOp.SUB, f, 0, 1);
    return second.isPresent() ? second : combined(InstructionOp.SUB, f, 1, 0);
  }

  private static Optional<Value> combined(
      InstructionOp op, MatchedInstruction f, int plain, int negated) {
    Optional<Value> term = MatchedInstruction.argumentOf(NEG, f.operand(negated));
    Optional<Value> other = f.value(plain);
    return term.isPresent() && other.isPresent()
        ? Optional.of(RewriteContext.make(op, other.get(), term.get()))
        : Optional.empty();
  }

  /** Not for quotients of integers: the smallest one is its own negation. */
  static Optional<Value> negatedFactors(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    if (f.is(DIV) && !f.dtype().isFloating()) {
      return Optional.empty();
    }
    Optional<Value> a = MatchedInstruction.argumentOf(NEG, f.operand(0));
    Optional<Value> b = MatchedInstruction.argumentOf(NEG, f.operand(1));
    return a.isPresent() && b.isPresent()
        ? Optional.of(
            RewriteContext.make(
                f.is(DIV) ? InstructionOp.DIV : InstructionOp.MUL, a.get(), b.get()))
        : Optional.empty();
  }

  static Optional<Value> timesMinusOne(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    Optional<Value> x = f.is(DIV) ? f.leftOf(f.bits(-1)) : f.beside(f.bits(-1));
    return x.isPresent()
        ? Optional.of(RewriteContext.make(InstructionOp.NEG, x.get()))
        : Optional.empty();
  }

  static Optional<Value> droppedSign(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    Optional<Value> x = MatchedInstruction.argumentOf(NEG, f.operand(0));
    if (x.isPresent()) {
      return Optional.of(RewriteContext.make(InstructionOp.ABS, x.get()));
    }
    return MatchedInstruction.argumentOf(ABS, f.operand(0)).isPresent()
        ? f.value(0)
        : Optional.empty();
  }

  /**
   * The reciprocal of a power of two is exact, so quotient and product are the same real number,
   * rounded once.
   */
  static Optional<Value> powerOfTwoDivisor(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    OptionalLong divisor = f.operand(1).splat();
    if (!f.dtype().isFloating()
        || f.value(0).isEmpty()
        || f.value(1).isEmpty()
        || divisor.isEmpty()
        || !isInvertible(f.dtype(), divisor.getAsLong())) {
      return Optional.empty();
    }
    long factor = f.bits(1 / Double.longBitsToDouble(divisor.getAsLong()));
    Value by = Splats.like(f.value(1).get(), factor);
    return Optional.of(RewriteContext.make(InstructionOp.MUL, f.value(0).get(), by));
  }

  /** Returns whether a number is ±2ᵏ, and it and its reciprocal are normal numbers. */
  private static boolean isInvertible(DType dtype, long bits) {
    int largest = dtype == DType.F32 ? Float.MAX_EXPONENT - 1 : Double.MAX_EXPONENT - 1;
    int exponent = Math.getExponent(Double.longBitsToDouble(bits));
    long mantissa = bits & 0x000F_FFFF_FFFF_FFFFL;
    return mantissa == 0 && -largest <= exponent && exponent <= largest;
  }

  static Optional<Value> losslessCast(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    Optional<Value> x = MatchedInstruction.argumentOf(CAST, f.operand(0));
    if (x.isEmpty() || !holds(f.value(0).orElseThrow().dtype(), x.get().dtype())) {
      return Optional.empty();
    }
    return x.get().dtype() == f.dtype()
        ? x
        : Optional.of(RewriteContext.make(new Convert(f.dtype()), x.get()));
  }

  /** Returns whether a dtype has every number of another one. */
  private static boolean holds(DType wide, DType narrow) {
    return switch (narrow) {
      case BOOL -> true;
      case I32 -> wide == DType.I64 || wide == DType.F64;
      case F32 -> wide == DType.F64;
      case I64, F64 -> false;
    };
  }

  static Optional<Value> negatedCondition(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    Optional<Value> condition = MatchedInstruction.argumentOf(NOT, f.operand(0));
    return condition.isPresent() && f.value(1).isPresent() && f.value(2).isPresent()
        ? Optional.of(
            RewriteContext.make(
                InstructionOp.SELECT, condition.get(), f.value(2).get(), f.value(1).get()))
        : Optional.empty();
  }

  /** Integers wrap around, so their sums and products are the same in any order. */
  static Optional<Value> combinedIntegers(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    Optional<Link> outer = f.dtype().isInteger() ? link(f) : Optional.empty();
    if (outer.isEmpty() || site.isShared(outer.get().x)) {
      return Optional.empty();
    }
    Optional<MatchedInstruction> before = MatchedInstruction.of(outer.get().x);
    Optional<Link> inner =
        before.isPresent() && before.get().is(f.instruction())
            ? link(before.get())
            : Optional.empty();
    if (inner.isEmpty()) {
      return Optional.empty();
    }
    long c = inner.get().constant;
    long d = outer.get().constant;
    long both = f.is(ADD) ? c + d : c * d;
    Value y = site.node().output(0);
    long bits = y.dtype() == DType.I32 ? (int) both : both;
    return Optional.of(
        RewriteContext.make(
            f.is(ADD) ? InstructionOp.ADD : InstructionOp.MUL,
            inner.get().x,
            Splats.repeated(y.dtype(), y.shape(), bits)));
  }

  /** A value and the constant that it is combined with, on either side. */
  private record Link(Value x, long constant) {}

  private static Optional<Link> link(MatchedInstruction f) {
    for (int side = 0; side < 2; side++) {
      OptionalLong constant = f.operand(side).splat();
      Optional<Value> x = f.value(1 - side);
      if (constant.isPresent() && x.isPresent()) {
        return Optional.of(new Link(x.get(), constant.getAsLong()));
      }
    }
    return Optional.empty();
  }
}
