// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.function.UnaryOperator;

/** A metric with a function of its result; see {@link Metric#then}. */
record FinishedMetric(Metric metric, UnaryOperator<Expr> function) implements MetricWrapper {
  @Override
  public Expr result(List<Expr> state) {
    return function.apply(metric.result(state));
  }
}
