// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.merge;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Network;
import dev.adjoint.nn.Symbol;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Makes one of several inputs, element by element: {@code [batch, …], [batch, …], … → [batch, …]}.
 * All have one dtype and one number of axes; an extent of 1 behind the batch is repeated. {@code
 * Merge.add(a, b)} does it with the symbols of a {@link dev.adjoint.nn.Functional} network.
 *
 * @param kind what becomes of the elements
 */
public record Merge(Kind kind) implements Network {
  /** What becomes of elements. */
  public enum Kind {
    /** {@code x₁ + x₂ + …}. */
    ADD("add", Expr::add),
    /** {@code x₁ − x₂}, of two inputs only. */
    SUBTRACT("subtract", Expr::sub),
    /** {@code x₁·x₂·…}. */
    MULTIPLY("multiply", Expr::mul),
    /** {@code (x₁ + x₂ + …)/n}. */
    AVERAGE("average", Expr::add),
    /** The largest; where several are, its derivative is shared. */
    MAXIMUM("maximum", Expr::maximum),
    /** The smallest; where several are, its derivative is shared. */
    MINIMUM("minimum", Expr::minimum);

    private final String text;
    private final BinaryOperator<Expr> step;

    Kind(String text, BinaryOperator<Expr> step) {
      this.text = text;
      this.step = step;
    }
  }

  /** Returns {@code x₁ + x₂ + …}. */
  public static Symbol add(Symbol first, Symbol... others) {
    return new Merge(Kind.ADD).apply(first, others);
  }

  /** Returns {@code a − b}. */
  public static Symbol subtract(Symbol a, Symbol b) {
    return new Merge(Kind.SUBTRACT).apply(a, b);
  }

  /** Returns {@code x₁·x₂·…}. */
  public static Symbol multiply(Symbol first, Symbol... others) {
    return new Merge(Kind.MULTIPLY).apply(first, others);
  }

  /** Returns {@code (x₁ + x₂ + …)/n}. */
  public static Symbol average(Symbol first, Symbol... others) {
    return new Merge(Kind.AVERAGE).apply(first, others);
  }

  /** Returns the largest of the elements in one place. */
  public static Symbol maximum(Symbol first, Symbol... others) {
    return new Merge(Kind.MAXIMUM).apply(first, others);
  }

  /** Returns the smallest of the elements in one place. */
  public static Symbol minimum(Symbol first, Symbol... others) {
    return new Merge(Kind.MINIMUM).apply(first, others);
  }

  /** Returns the inputs one after another along an axis; see {@link Concatenate}. */
  public static Symbol concat(int axis, Symbol first, Symbol... others) {
    return new Concatenate(axis).apply(first, others);
  }

  /** Returns products of lines along an axis of both; see {@link Dot}. */
  public static Symbol dot(int axis, Symbol a, Symbol b) {
    return new Dot(axis, axis, false).apply(a, b);
  }

  @Override
  public ImmutableList<Expr> apply(List<Expr> inputs, ForwardContext context) {
    MergeChecks.several(kind.text, inputs, kind == Kind.SUBTRACT ? 2 : Integer.MAX_VALUE);
    inputs.forEach(input -> checkFits(inputs.getFirst(), input, inputs));
    Expr all = inputs.stream().reduce(kind.step).orElseThrow();
    return ImmutableList.of(kind == Kind.AVERAGE ? all.div(inputs.size()) : all);
  }

  private void checkFits(Expr a, Expr b, List<Expr> all) {
    boolean fits =
        a.dtype() == b.dtype()
            && a.shape().rank() == b.shape().rank()
            && a.shape().dim(0) == b.shape().dim(0);
    for (int axis = 1; fits && axis < a.shape().rank(); axis++) {
      int extent = a.shape().dim(axis);
      fits = extent == b.shape().dim(axis) || extent == 1 || b.shape().dim(axis) == 1;
    }
    if (!fits) {
      throw new ShapeException(
          kind.text,
          "inputs must have one dtype and shape, or extents of 1: %s; reshape or cast them"
              .formatted(MergeChecks.types(all)));
    }
  }
}
