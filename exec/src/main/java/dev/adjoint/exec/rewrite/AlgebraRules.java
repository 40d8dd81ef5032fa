package dev.adjoint.exec.rewrite;

import static dev.adjoint.graph.Instruction.ABS;
import static dev.adjoint.graph.Instruction.CAST;
import static dev.adjoint.graph.Instruction.DIV;
import static dev.adjoint.graph.Instruction.NEG;
import static dev.adjoint.graph.Instruction.NOT;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Value;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongBinaryOperator;

/** Rules that put less arithmetic in place of more. */
final class AlgebraRules {
  private AlgebraRules() {}

  static Optional<Value> doubleNegation(Site site) {
    return site.formula().flatMap(f -> Formula.argumentOf(f.instruction(), f.operand(0)));
  }

  /** The negation of a sum or difference is left alone: −(a − a) is −0, a − a is +0. */
  static Optional<Value> negatedTerm(Site site) {
    return site.formula()
        .flatMap(f ->
            switch (f.instruction()) {
              case ADD -> joined(Arithmetic.SUB, f, 0, 1).or(() -> joined(Arithmetic.SUB, f, 1, 0));
              case SUB -> joined(Arithmetic.ADD, f, 0, 1);
              default -> Optional.empty();
            });
  }

  private static Optional<Value> joined(Arithmetic op, Formula f, int plain, int negated) {
    Optional<Value> term = Formula.argumentOf(NEG, f.operand(negated));
    return f.value(plain).flatMap(v -> term.map(t -> Site.make(op, v, t)));
  }

  /** Not for quotients of integers: the smallest one is its own negation. */
  static Optional<Value> negatedFactors(Site site) {
    return site.formula()
        .filter(f -> f.is(Instruction.MUL) || f.dtype().isFloating())
        .flatMap(f -> {
          Optional<Value> a = Formula.argumentOf(NEG, f.operand(0));
          Optional<Value> b = Formula.argumentOf(NEG, f.operand(1));
          Arithmetic op = f.is(DIV) ? Arithmetic.DIV : Arithmetic.MUL;
          return a.flatMap(x -> b.map(y -> Site.make(op, x, y)));
        });
  }

  static Optional<Value> timesMinusOne(Site site) {
    return site.formula()
        .flatMap(f ->
            switch (f.instruction()) {
              case MUL -> f.beside(f.bits(-1));
              case DIV -> f.leftOf(f.bits(-1));
              default -> Optional.empty();
            })
        .map(v -> Site.make(Arithmetic.NEG, v));
  }

  static Optional<Value> droppedSign(Site site) {
    return site.formula()
        .flatMap(f ->
            Formula.argumentOf(NEG, f.operand(0))
                .map(v -> Site.make(Arithmetic.ABS, v))
                .or(() -> Formula.argumentOf(ABS, f.operand(0)).flatMap(_ -> f.value(0))));
  }

  /**
   * The reciprocal of a power of two is exact, so quotient and product are the same real number,
   * rounded once.
   */
  static Optional<Value> powerOfTwoDivisor(Site site) {
    return site.formula()
        .filter(f -> f.dtype().isFloating())
        .flatMap(f -> {
          OptionalLong divisor = f.operand(1).splat();
          if (divisor.isEmpty() || !isInvertible(f.dtype(), divisor.getAsLong())) {
            return Optional.empty();
          }
          long factor = f.bits(1 / Double.longBitsToDouble(divisor.getAsLong()));
          return f.value(0)
              .flatMap(
                  x -> f.value(1).map(d -> Site.make(Arithmetic.MUL, x, Splats.like(d, factor))));
        });
  }

  /** Returns whether a number is ±2ᵏ, and it and its reciprocal are normal numbers. */
  private static boolean isInvertible(DType dtype, long bits) {
    int largest = dtype == DType.F32 ? Float.MAX_EXPONENT - 1 : Double.MAX_EXPONENT - 1;
    int exponent = Math.getExponent(Double.longBitsToDouble(bits));
    long mantissa = bits & 0x000F_FFFF_FFFF_FFFFL;
    return mantissa == 0 && -largest <= exponent && exponent <= largest;
  }

  static Optional<Value> losslessCast(Site site) {
    return site.formula()
        .flatMap(f ->
            Formula.argumentOf(CAST, f.operand(0))
                .filter(x -> f.value(0).filter(v -> holds(v.dtype(), x.dtype())).isPresent())
                .map(x -> x.dtype() == f.dtype() ? x : Site.make(new Convert(f.dtype()), x)));
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

  static Optional<Value> negatedCondition(Site site) {
    return site.formula()
        .flatMap(f ->
            Formula.argumentOf(NOT, f.operand(0))
                .flatMap(c ->
                    f.value(1)
                        .flatMap(yes ->
                            f.value(2).map(no -> Site.make(Arithmetic.SELECT, c, no, yes)))));
  }

  /** Integers wrap around, so their sums and products are the same in any order. */
  static Optional<Value> joinedIntegers(Site site) {
    return site.formula()
        .filter(f -> f.dtype().isInteger())
        .flatMap(f ->
            switch (f.instruction()) {
              case ADD -> joined(site, f, Arithmetic.ADD, Long::sum);
              case MUL -> joined(site, f, Arithmetic.MUL, (c, d) -> c * d);
              default -> Optional.empty();
            });
  }

  private static Optional<Value> joined(
      Site site, Formula outer, Arithmetic op, LongBinaryOperator join) {
    return link(outer)
        .filter(o -> !site.isShared(o.x))
        .flatMap(o ->
            Formula.of(o.x)
                .filter(f -> f.is(op.instruction()))
                .flatMap(AlgebraRules::link)
                .map(i -> {
                  Value y = site.node().output(0);
                  long both = join.applyAsLong(i.constant, o.constant);
                  long bits = y.dtype() == DType.I32 ? (int) both : both;
                  return Site.make(op, i.x, Splats.repeated(y.dtype(), y.shape(), bits));
                }));
  }

  /** A value and the constant that it is joined with, on either side. */
  private record Link(Value x, long constant) {}

  private static Optional<Link> link(Formula f) {
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
