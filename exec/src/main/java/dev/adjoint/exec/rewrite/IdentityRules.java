package dev.adjoint.exec.rewrite;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Value;
import java.util.Optional;

/** Rules that remove ops which hand an input through. */
final class IdentityRules {
  private IdentityRules() {}

  static Optional<Value> passedThrough(Site site) {
    return site.body()
        .filter(b -> b.instruction() == Instruction.ARGUMENT)
        .map(b -> site.node().inputs().get((int) b.payload()));
  }

  static Optional<Value> sameView(Site site) {
    return Site.map(site.node().output(0))
        .filter(m -> m.isIdentity(site.node().inputs().getFirst().type().size()))
        .map(_ -> site.node().inputs().getFirst());
  }

  static Optional<Value> timesOne(Site site) {
    return site.formula()
        .flatMap(f ->
            switch (f.instruction()) {
              case MUL -> f.beside(f.bits(1));
              case DIV -> f.leftOf(f.bits(1));
              default -> Optional.empty();
            });
  }

  /** Adding +0 is not among these: −0 + 0 is +0. */
  static Optional<Value> plusNothing(Site site) {
    return site.formula()
        .flatMap(f ->
            switch (f.instruction()) {
              case ADD -> f.beside(f.bits(-0.0));
              case SUB -> f.leftOf(f.bits(0));
              default -> Optional.empty();
            });
  }

  static Optional<Value> extremeBound(Site site) {
    return site.formula()
        .flatMap(f ->
            switch (f.instruction()) {
              case MAX -> f.beside(lowest(f.dtype()));
              case MIN -> f.beside(highest(f.dtype()));
              default -> Optional.empty();
            });
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

  static Optional<Value> neutralBits(Site site) {
    return site.formula()
        .flatMap(f ->
            switch (f.instruction()) {
              case AND -> f.beside(all(f.dtype()));
              case OR, XOR -> f.beside(0);
              case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> f.leftOf(0);
              default -> Optional.empty();
            });
  }

  /** Not for floating products: NaN, infinities and negative numbers times 0 are not 0. */
  static Optional<Value> decidedBits(Site site) {
    return site.formula()
        .flatMap(f ->
            switch (f.instruction()) {
              case AND -> f.equalTo(0);
              case OR -> f.equalTo(all(f.dtype()));
              case MUL -> f.dtype().isInteger() ? f.equalTo(0) : Optional.empty();
              default -> Optional.empty();
            });
  }

  private static long all(DType dtype) {
    return dtype == DType.BOOL ? 1 : -1;
  }

  static Optional<Value> sameOperands(Site site) {
    return site.formula()
        .flatMap(f ->
            switch (f.instruction()) {
              case MAX, MIN, AND, OR ->
                  f.operand(0).equals(f.operand(1)) ? f.value(0) : Optional.empty();
              case SELECT -> f.operand(1).equals(f.operand(2)) ? f.value(1) : Optional.empty();
              default -> Optional.empty();
            });
  }

  static Optional<Value> knownCondition(Site site) {
    return site.formula()
        .filter(f -> f.operand(0).splat().isPresent())
        .flatMap(f -> f.operand(0).is(0) ? f.value(2) : f.value(1));
  }
}
