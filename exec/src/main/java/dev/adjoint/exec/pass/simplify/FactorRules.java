// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.graph.Instruction.DIV;
import static dev.adjoint.graph.Instruction.MUL;

import dev.adjoint.exec.ir.InstructionOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Value;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Rules that combine the constants of a chain of products and quotients into one. Floating sums are
 * left alone: {@code (x + c) − c} rounds x on purpose in many a numerical method.
 */
final class FactorRules {
  private FactorRules() {}

  /**
   * A product or quotient of a value and constants: {@code x·(over/under)}, or {@code
   * (over/under)/x} if the value is below. Each of the two is 1, a constant, or the product of two.
   */
  private record Chain(Value x, boolean isBelow, double over, double under) {
    /** Returns the chain that a formula is, one link long; empty if it has no constant. */
    static Optional<Chain> of(MatchedInstruction f) {
      if (!f.is(MUL) && !f.is(DIV)) {
        return Optional.empty();
      }
      OptionalLong left = f.operand(0).splat();
      OptionalLong right = f.operand(1).splat();
      Optional<Value> x = f.value(left.isPresent() ? 1 : 0);
      if (x.isEmpty() || left.isEmpty() && right.isEmpty()) {
        return Optional.empty();
      }
      if (left.isPresent()) {
        double c = Double.longBitsToDouble(left.getAsLong());
        return Optional.of(new Chain(x.get(), f.is(DIV), c, 1));
      }
      double c = Double.longBitsToDouble(right.getAsLong());
      boolean over = f.is(MUL);
      return Optional.of(new Chain(x.get(), false, over ? c : 1, over ? 1 : c));
    }

    /** Returns this chain with what it says of its value put in place of that of another. */
    Chain after(Chain inner) {
      return isBelow
          ? new Chain(inner.x, !inner.isBelow, over * inner.under, inner.over)
          : new Chain(inner.x, inner.isBelow, over * inner.over, under * inner.under);
    }

    /** Returns the chain as one instruction, if its constant is a normal number. */
    Optional<Value> value(Value like) {
      boolean divides = !isBelow && over == 1 && under != 1;
      // One of the two is 1 or both are constants as they were given, so this rounds once.
      Optional<Value> constant = constant(like, divides ? under : over / under);
      if (constant.isEmpty()) {
        return Optional.empty();
      }
      Value c = constant.get();
      if (isBelow) {
        return Optional.of(RewriteContext.make(InstructionOp.DIV, c, x));
      }
      return Optional.of(
          RewriteContext.make(divides ? InstructionOp.DIV : InstructionOp.MUL, x, c));
    }

    private static Optional<Value> constant(Value like, double number) {
      DType dtype = like.dtype();
      double least = dtype == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
      double most = dtype == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
      return least <= Math.abs(number) && Math.abs(number) <= most
          ? Optional.of(Splats.repeated(dtype, like.shape(), Splats.bits(dtype, number)))
          : Optional.empty();
    }
  }

  /**
   * Both the chain as written and the one computed round twice, hence each is within {@code γ₂}
   * times its magnitude of the exact value where that is a normal number.
   */
  static Optional<Value> combinedFactors(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    Optional<Chain> outer = f.dtype().isFloating() ? Chain.of(f) : Optional.empty();
    if (outer.isEmpty() || site.isShared(outer.get().x)) {
      return Optional.empty();
    }
    Optional<MatchedInstruction> before = MatchedInstruction.of(outer.get().x);
    Optional<Chain> inner = before.isPresent() ? Chain.of(before.get()) : Optional.empty();
    return inner.isPresent()
        ? outer.get().after(inner.get()).value(site.node().output(0))
        : Optional.empty();
  }
}
