// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.ops.kernel.LogisticSlope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Differentiates expressions of the scalar language symbolically in forward mode: the derivative of
 * each instruction follows from those of its operands.
 *
 * <p>Where an instruction has a kink, the derivative there is the mean of both sides ({@code min},
 * {@code max}, {@code abs}); steps ({@code floor}, {@code rint}, comparisons) have derivative 0.
 */
final class ScalarDerivative {
  private final String op;
  private final int argument;
  private final Map<Scalar, Optional<Scalar>> known = new IdentityHashMap<>();

  private ScalarDerivative(String op, int argument) {
    this.op = op;
    this.argument = argument;
  }

  /**
   * Returns {@code ∂result/∂argument}, of the dtype of the result.
   *
   * @param op the op of the body, for the error
   * @throws UnsupportedOperationException if the result depends on the bits of the argument
   */
  static Scalar of(String op, Scalar result, int argument) {
    ScalarDerivative derivative = new ScalarDerivative(op, argument);
    Deque<Scalar> open = new ArrayDeque<>();
    open.push(result);
    while (!open.isEmpty()) {
      Scalar top = open.peek();
      int before = open.size();
      for (Scalar operand : top.operands()) {
        if (!derivative.known.containsKey(operand)) {
          open.push(operand);
        }
      }
      if (open.size() == before) {
        open.pop();
        if (!derivative.known.containsKey(top)) {
          derivative.known.put(top, derivative.rule(top));
        }
      }
    }
    return derivative.known.get(result).orElseGet(() -> result.like(0));
  }

  /** Returns whether a result is computed from bits, which have no derivative. */
  static boolean isOnBits(Scalar result) {
    return ScalarProgram.of(result).steps().stream()
        .anyMatch(step -> step.instruction() == Instruction.BITCAST);
  }

  /** Returns the derivative of an operand; empty if it is 0 everywhere. */
  private Optional<Scalar> d(Scalar y, int operand) {
    return known.get(y.operands().get(operand));
  }

  private Optional<Scalar> rule(Scalar y) {
    if (!y.dtype().isFloating()) {
      return Optional.empty();
    }
    return switch (y.instruction()) {
      case ARGUMENT -> y.payload() == argument ? Optional.of(y.like(1)) : Optional.empty();
      case ADD -> sum(d(y, 0), d(y, 1));
      case SUB -> sum(d(y, 0), d(y, 1).map(Scalar::neg));
      case MUL -> sum(times(d(y, 0), at(y, 1)), times(d(y, 1), at(y, 0)));
      case DIV ->
          sum(d(y, 0), times(d(y, 1), y).map(Scalar::neg))
              .map(numerator -> numerator.div(at(y, 1)));
      case FMA -> sum(sum(times(d(y, 0), at(y, 1)), times(d(y, 1), at(y, 0))), d(y, 2));
      case MIN -> either(y, at(y, 0).less(at(y, 1)), at(y, 1).less(at(y, 0)));
      case MAX -> either(y, at(y, 1).less(at(y, 0)), at(y, 0).less(at(y, 1)));
      case POW -> sum(times(d(y, 0), powByBase(y)), times(d(y, 1), powByExponent(y)));
      case SELECT -> select(y);
      case CAST ->
          y.operands().getFirst().dtype().isFloating()
              ? d(y, 0).map(d -> d.cast(y.dtype()))
              : Optional.empty();
      case BITCAST -> refuseBits(y);
      case CONSTANT, FLOOR, RINT -> Optional.empty();
      default -> times(d(y, 0), unary(y));
    };
  }

  /** Returns the derivative of an instruction of one operand by that operand. */
  private static Scalar unary(Scalar y) {
    Scalar x = at(y, 0);
    return switch (y.instruction()) {
      case NEG -> y.like(-1);
      case ABS -> sign(x);
      case SQRT -> y.like(0.5).div(y);
      case EXP -> y;
      case EXPM1 -> x.exp();
      case LOG -> y.like(1).div(x);
      case LOG1P -> y.like(1).div(x.add(1));
      case SIN -> x.cos();
      case COS -> x.sin().neg();
      case TANH -> LogisticSlope.ofTanh(x);
      case ERF -> x.mul(x).neg().exp().mul(2 / Math.sqrt(Math.PI));
      default -> throw new IllegalStateException("no derivative of instruction " + y.instruction());
    };
  }

  private static Scalar sign(Scalar x) {
    Scalar zero = x.like(0);
    return x.less(zero).select(x.like(-1), zero.less(x).select(x.like(1), zero));
  }

  /** Returns {@code b·aᵇ⁻¹}; where that is {@code 0·∞}, as for a zero base, 0. */
  private static Scalar powByBase(Scalar y) {
    Scalar a = at(y, 0);
    Scalar b = at(y, 1);
    Scalar zero = y.like(0);
    // With b = 0, 1/a overflows as soon as a² underflows, and is NaN if a is.
    Scalar flat = b.equal(zero).and(zero.less(a.mul(a)).not());
    return b.mul(a.pow(flat.select(zero, b.sub(1))));
  }

  /** Returns {@code aᵇ·ln a}; for a zero base and {@code b ≥ 0}, where that is {@code 0·∞}, 0. */
  private static Scalar powByExponent(Scalar y) {
    Scalar a = at(y, 0);
    Scalar zero = y.like(0);
    Scalar zeroBase = a.equal(zero).and(zero.lessEqual(at(y, 1)));
    return y.mul(zeroBase.select(y.like(1), a).log());
  }

  private Optional<Scalar> either(Scalar y, Scalar first, Scalar second) {
    if (d(y, 0).isEmpty() && d(y, 1).isEmpty()) {
      return Optional.empty();
    }
    Scalar a = d(y, 0).orElseGet(() -> y.like(0));
    Scalar b = d(y, 1).orElseGet(() -> y.like(0));
    return Optional.of(first.select(a, second.select(b, a.add(b).mul(0.5))));
  }

  private Optional<Scalar> select(Scalar y) {
    if (d(y, 1).isEmpty() && d(y, 2).isEmpty()) {
      return Optional.empty();
    }
    Scalar zero = y.like(0);
    return Optional.of(at(y, 0).select(d(y, 1).orElse(zero), d(y, 2).orElse(zero)));
  }

  private Optional<Scalar> refuseBits(Scalar y) {
    if (dependsOnArgument(y)) {
      throw new UnsupportedOperationException(
          op + ": bitcast has no derivative; give the op a vjp of its own");
    }
    return Optional.empty();
  }

  private boolean dependsOnArgument(Scalar y) {
    Deque<Scalar> open = new ArrayDeque<>(List.of(y));
    Map<Scalar, Boolean> seen = new IdentityHashMap<>();
    while (!open.isEmpty()) {
      Scalar top = open.pop();
      if (top.instruction() == Instruction.ARGUMENT
          && top.payload() == argument
          && top.dtype() != DType.BOOL) {
        return true;
      }
      top.operands().stream().filter(o -> seen.put(o, true) == null).forEach(open::push);
    }
    return false;
  }

  private static Scalar at(Scalar y, int operand) {
    return y.operands().get(operand);
  }

  private static Optional<Scalar> sum(Optional<Scalar> a, Optional<Scalar> b) {
    return a.isEmpty() ? b : b.isEmpty() ? a : Optional.of(a.get().add(b.get()));
  }

  private static Optional<Scalar> times(Optional<Scalar> d, Scalar factor) {
    return d.map(some -> isOne(some) ? factor : some.mul(factor));
  }

  private static boolean isOne(Scalar x) {
    return x.instruction() == Instruction.CONSTANT && x.payload() == Double.doubleToRawLongBits(1);
  }
}
