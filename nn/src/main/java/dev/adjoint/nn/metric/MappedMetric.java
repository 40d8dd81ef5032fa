// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.function.UnaryOperator;

/** A metric of a function of the prediction; see {@link Metric#of}. */
record MappedMetric(Metric metric, UnaryOperator<Expr> function) implements MetricWrapper {
  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
    return metric.update(state, function.apply(prediction), target);
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target, Expr weights) {
    return metric.update(state, function.apply(prediction), target, weights);
  }
}
