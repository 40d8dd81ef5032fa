// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which way an elementwise op goes, as an I64 code for each element: equal codes mean that all
 * comparisons, signs and integer parts inside the body came out alike. Of a comparison the code
 * says which side is larger or that both are equal, so that a point exactly at a kink has a code of
 * its own.
 *
 * @param op the op whose decisions are told
 */
record Decisions(ElementwiseOp op) implements ElementwiseOp {
  private static final long FACTOR = 0x100000001B3L;

  @Override
  public Scalar body(List<Scalar> x) {
    return code(op.body(x)).orElseThrow();
  }

  /** {@inheritDoc} An input that no decision depends on may be left unread. */
  @Override
  public Scalar bodyFor(List<TensorType> inputs) {
    return code(op.bodyFor(inputs)).orElseThrow();
  }

  /** Returns whether a body decides anything by real numbers. */
  static boolean areIn(Scalar body) {
    return code(body).isPresent();
  }

  private static Optional<Scalar> code(Scalar body) {
    Scalar code = null;
    for (Scalar step : steps(body)) {
      Optional<Scalar> decision = decision(step);
      if (decision.isPresent()) {
        Scalar digit = decision.get();
        code = code == null ? digit : code.mul(integer(FACTOR)).add(digit);
      }
    }
    return Optional.ofNullable(code);
  }

  /** Returns the distinct parts of a body. */
  static List<Scalar> steps(Scalar body) {
    List<Scalar> steps = new ArrayList<>();
    Set<Scalar> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Scalar> open = new ArrayDeque<>(List.of(body));
    while (!open.isEmpty()) {
      Scalar step = open.pop();
      if (seen.add(step)) {
        steps.add(step);
        step.operands().forEach(open::push);
      }
    }
    return steps;
  }

  private static Optional<Scalar> decision(Scalar step) {
    if (step.operands().isEmpty() || !step.operands().getFirst().dtype().isFloating()) {
      return Optional.empty();
    }
    Scalar a = step.operands().getFirst();
    return switch (step.instruction()) {
      case MIN, MAX, LESS, LESS_EQUAL, EQUAL -> Optional.of(order(a, step.operands().get(1)));
      case ABS -> Optional.of(order(a, a.like(0)));
      case DIV -> divisor(step.operands().get(1));
      case POW -> Optional.of(order(a, a.like(0)));
      case FLOOR -> Optional.of(part(step, step.equal(a)));
      case RINT -> Optional.of(part(step, step.sub(a).abs().equal(a.like(0.5))));
      case CAST -> cast(a, step);
      default -> Optional.empty();
    };
  }

  /** Returns on which side of its pole a quotient is; one by a number has none. */
  private static Optional<Scalar> divisor(Scalar b) {
    return b.instruction() == Instruction.CONSTANT
        ? Optional.empty()
        : Optional.of(order(b, b.like(0)));
  }

  private static Optional<Scalar> cast(Scalar a, Scalar step) {
    return switch (step.dtype()) {
      case F32, F64 -> Optional.empty();
      case BOOL -> Optional.of(order(a, a.like(0)));
      case I32, I64 -> Optional.of(part(step, step.cast(a.dtype()).equal(a)));
    };
  }

  /** Returns 0, 1 or 2 where {@code a} is smaller, equal or larger. */
  private static Scalar order(Scalar a, Scalar b) {
    return a.less(b).select(integer(0), a.equal(b).select(integer(1), integer(2)));
  }

  /** Returns a code of an integral part and whether the number is at its end. */
  private static Scalar part(Scalar integral, Scalar atEnd) {
    return integral.cast(DType.I64).mul(integer(2)).add(atEnd.cast(DType.I64));
  }

  private static Scalar integer(long value) {
    return Scalar.constant(DType.I64, value);
  }
}
