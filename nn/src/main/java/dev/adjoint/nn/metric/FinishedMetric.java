// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.function.UnaryOperator;

/** A metric with a function of its result; see {@link Metric#then}. */
record FinishedMetric(Metric metric, UnaryOperator<Expr> function) implements Metric {
  @Override
  public String name() {
    return metric.name();
  }

  @Override
  public ImmutableList<Tensor> init() {
    return metric.init();
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
    return metric.update(state, prediction, target);
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target, Expr weights) {
    return metric.update(state, prediction, target, weights);
  }

  @Override
  public Expr result(List<Expr> state) {
    return function.apply(metric.result(state));
  }
}
