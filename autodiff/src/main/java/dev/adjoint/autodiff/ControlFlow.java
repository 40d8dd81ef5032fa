// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * Loops as single nodes: a graph with a loop is as small as the body of the loop, however often it
 * runs. Derivatives go through, to any order.
 *
 * <pre>{@code
 * // hₜ = tanh(hₜ₋₁ W + xₜ), for the rows xₜ of x; all hₜ stacked, and the last one
 * Scanned states =
 *     ControlFlow.scan(
 *         List.of(h0),
 *         List.of(x),
 *         (h, xt) -> {
 *           Expr next = h.getFirst().matmul(w).add(xt.getFirst()).tanh();
 *           return Scanned.of(next, next);
 *         });
 * }</pre>
 */
public final class ControlFlow {
  private ControlFlow() {}

  /** The body of a scan, written for one step. */
  @FunctionalInterface
  public interface Step {
    /**
     * Returns the next carry, of the types of the present one, and the outputs of the step. Called
     * once, to build the graph of the step. It may use any other expressions: they are the same in
     * all steps, and derivatives by them are right.
     *
     * @param carry the carry from the step before
     * @param x for each of the {@code xs} its element that belongs to the step
     */
    Scanned apply(List<Expr> carry, List<Expr> x);
  }

  /**
   * Returns the results of {@code (carry, yₜ) = step(carry, xₜ)} for {@code t = 0, 1, …}, one step
   * for each element of {@code xs} along their first axis. This is {@code lax.scan} of JAX.
   *
   * @param init the first carry
   * @param xs what to go along; all of the same first extent, which is the number of steps
   * @throws ShapeException if there are no {@code xs}, their first extents differ, or the step does
   *     not keep the types of the carry
   */
  public static Scanned scan(List<? extends Expr> init, List<? extends Expr> xs, Step step) {
    Given.allPresent(Scan.NAME, "x", xs);
    if (xs.isEmpty()) {
      throw new ShapeException(
          Scan.NAME,
          "neither xs nor a length says how many steps to take from %s; give a length"
              .formatted(types(init)));
    }
    checkAxis(xs);
    return scan(init, xs, xs.getFirst().shape().dim(0), step);
  }

  /**
   * Returns the results of a number of steps; see {@link #scan(List, List, Step)}.
   *
   * @param xs what to go along, each of first extent {@code length}; may be empty
   * @param length the number of steps, at least 0
   * @throws ShapeException if a first extent is not the length, or the step does not keep the types
   *     of the carry
   * @throws NullPointerException if something is null; the message says what
   */
  public static Scanned scan(
      List<? extends Expr> init, List<? extends Expr> xs, int length, Step step) {
    if (length < 0) {
      throw new ShapeException(
          Scan.NAME, "the length is %s; it must not be negative".formatted(length));
    }
    Given.allPresent(Scan.NAME, "init", init);
    Given.allPresent(Scan.NAME, "x", xs);
    Given.present(Scan.NAME, "the step", step, "give a function");
    checkAxis(xs);
    checkLengths(xs, length);
    Closure trace = new Closure();
    List<Expr> carry = trace.inputs("carry", Lists.transform(init, Value::type));
    List<Expr> x = trace.inputs("x", Lists.transform(xs, e -> element(e.type())));
    Scanned stepped =
        Given.present(
            Scan.NAME, "what the step returns", step.apply(carry, x), "return Scanned.of(…)");
    checkCarry(carry, stepped.carry());
    if (stepped.carry().isEmpty() && stepped.ys().isEmpty()) {
      throw new ShapeException(
          Scan.NAME, "the step returns neither carry nor outputs; return one of the two");
    }
    // The carry into every step is an output too: derivatives need it. Unread, it is never
    // computed.
    Iterable<Expr> history = Iterables.filter(carry, e -> Scan.fits(length, e.type()));
    Closure.Body body =
        trace.close(carry, x, Iterables.concat(stepped.carry(), stepped.ys(), history));
    Scan op = new Scan(body.graph(), length, carry.size(), x.size(), false);
    List<Value> inputs = new ArrayList<>(init);
    inputs.addAll(body.closedOver());
    inputs.addAll(xs);
    List<Expr> outputs = Expr.applyAll(op, inputs);
    int carries = init.size();
    return Scanned.of(
        outputs.subList(0, carries), outputs.subList(carries, carries + stepped.ys().size()));
  }

  private static TensorType element(TensorType stacked) {
    return stacked.withShape(stacked.shape().slice(1, stacked.shape().rank()));
  }

  private static void checkAxis(List<? extends Expr> xs) {
    for (int i = 0; i < xs.size(); i++) {
      if (xs.get(i).shape().isScalar()) {
        throw new ShapeException(
            Scan.NAME,
            "xs %s is %s, without an axis to go along; close over it instead"
                .formatted(i, xs.get(i).type()));
      }
    }
  }

  private static void checkLengths(List<? extends Expr> xs, int length) {
    for (int i = 0; i < xs.size(); i++) {
      int extent = xs.get(i).shape().dim(0);
      if (extent != length) {
        throw new ShapeException(
            Scan.NAME,
            "lengths differ: %s steps along %s (xs %s has %s); slice or pad them to one length"
                .formatted(length, types(xs), i, extent));
      }
    }
  }

  private static void checkCarry(List<Expr> before, List<Expr> after) {
    if (before.size() != after.size()) {
      throw new ShapeException(
          Scan.NAME,
          "the carry is %s but the body returns %s (%s ≠ %s); return one for each"
              .formatted(types(before), types(after), before.size(), after.size()));
    }
    for (int i = 0; i < before.size(); i++) {
      Scan.checkCarry(i, before.get(i).type(), after.get(i).type());
    }
  }

  private static List<TensorType> types(List<? extends Expr> values) {
    return ImmutableList.copyOf(Lists.transform(values, Value::type));
  }
}
