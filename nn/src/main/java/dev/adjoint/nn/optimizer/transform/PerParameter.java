// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * An expression for each parameter: the parameters themselves, their gradients, steps, or states.
 *
 * @param byPath the expressions by the paths of the parameters, in their order
 */
public record PerParameter(ImmutableMap<String, Expr> byPath) {
  /**
   * Returns the expression for a parameter.
   *
   * @throws IllegalStateException if there is none
   */
  public Expr get(String path) {
    Expr expr = byPath.get(path);
    Preconditions.checkState(expr != null, "optimizer: gives nothing for parameter '%s'", path);
    return expr;
  }

  /** Returns the results of a function for each expression. */
  public PerParameter map(UnaryOperator<Expr> function) {
    return new PerParameter(ImmutableMap.copyOf(Maps.transformValues(byPath, function::apply)));
  }

  /**
   * Returns the results of a function for each expression and the one of {@code other} for the same
   * parameter.
   *
   * @throws IllegalStateException if there is none
   */
  public PerParameter zip(PerParameter other, BinaryOperator<Expr> function) {
    ImmutableMap.Builder<String, Expr> zipped = ImmutableMap.builder();
    byPath.forEach((path, expr) -> zipped.put(path, function.apply(expr, other.get(path))));
    return new PerParameter(zipped.buildOrThrow());
  }

  /**
   * Returns each expression multiplied by one number.
   *
   * @param factor an F64 scalar, which is rounded to the dtype of each
   */
  public PerParameter scale(Expr factor) {
    return map(expr -> expr.mul(factor.cast(expr.dtype())));
  }

  /** Returns {@code decay·this + share·other}, a running mean or sum. */
  public PerParameter blend(double decay, double share, PerParameter other) {
    return zip(other, (old, recent) -> old.mul(decay).add(recent.mul(share)));
  }

  /** Returns the root of the sum of the squares of all elements of all expressions, F64. */
  public Expr globalNorm() {
    return byPath.values().stream()
        .map(expr -> expr.square().sum().cast(DType.F64))
        .reduce(Expr::add)
        .orElse(Expr.constant(DType.F64, 0))
        .sqrt();
  }

  /** Returns those for some parameters. */
  public PerParameter where(Predicate<String> paths) {
    return new PerParameter(ImmutableMap.copyOf(Maps.filterKeys(byPath, paths::test)));
  }

  /** Returns this with the expressions of {@code others} in place of its own. */
  public PerParameter with(PerParameter others) {
    Map<String, Expr> all = new LinkedHashMap<>(byPath);
    all.putAll(others.byPath);
    return new PerParameter(ImmutableMap.copyOf(all));
  }
}
