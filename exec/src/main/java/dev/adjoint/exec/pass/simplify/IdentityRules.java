// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Value;
import java.util.Optional;

/** Rules that remove ops which hand an input through. */
final class IdentityRules {
  private IdentityRules() {}

  static Optional<Value> passedThrough(RewriteContext site) {
    Scalar body = site.body().orElseThrow();
    return body.instruction() == Instruction.ARGUMENT
        ? Optional.of(site.node().inputs().get((int) body.payload()))
        : Optional.empty();
  }

  static Optional<Value> sameView(RewriteContext site) {
    Value x = site.node().inputs().getFirst();
    IndexMap map = StridedView.mapOf(site.node().output(0)).orElseThrow();
    return map.isIdentity(x.type().size()) ? Optional.of(x) : Optional.empty();
  }

  static Optional<Value> timesOne(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    return f.is(Instruction.MUL) ? f.beside(f.bits(1)) : f.leftOf(f.bits(1));
  }

  /** Adding +0 is not among these: −0 + 0 is +0. */
  static Optional<Value> plusNothing(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    return f.is(Instruction.ADD) ? f.beside(f.bits(-0.0)) : f.leftOf(f.bits(0));
  }

  static Optional<Value> extremeBound(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    return f.beside(f.is(Instruction.MAX) ? lowest(f.dtype()) : highest(f.dtype()));
  }

  private static long lowest(DType dtype) {
    return switch (dtype) {
      case I32 -> Integer.MIN_VALUE;
      case I64 -> Long.MIN_VALUE;
      default -> Splats.bits(dtype, Double.NEGATIVE_INFINITY);
    };
  }

  private static long highest(DType dtype) {
    return switch (dtype) {
      case I32 -> Integer.MAX_VALUE;
      case I64 -> Long.MAX_VALUE;
      default -> Splats.bits(dtype, Double.POSITIVE_INFINITY);
    };
  }

  static Optional<Value> neutralBits(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    return switch (f.instruction()) {
      case AND -> f.beside(all(f.dtype()));
      case OR, XOR -> f.beside(0);
      default -> f.leftOf(0);
    };
  }

  /** Not for floating products: NaN, infinities and negative numbers times 0 are not 0. */
  static Optional<Value> decidedBits(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    return switch (f.instruction()) {
      case AND -> f.equalTo(0);
      case OR -> f.equalTo(all(f.dtype()));
      default -> f.dtype().isInteger() ? f.equalTo(0) : Optional.empty();
    };
  }

  private static long all(DType dtype) {
    return dtype == DType.BOOL ? 1 : -1;
  }

  static Optional<Value> sameOperands(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    int first = f.is(Instruction.SELECT) ? 1 : 0;
    return f.operand(first).equals(f.operand(first + 1)) ? f.value(first) : Optional.empty();
  }

  static Optional<Value> knownCondition(RewriteContext site) {
    MatchedInstruction f = site.formula().orElseThrow();
    if (f.operand(0).splat().isEmpty()) {
      return Optional.empty();
    }
    return f.operand(0).is(0) ? f.value(2) : f.value(1);
  }
}
