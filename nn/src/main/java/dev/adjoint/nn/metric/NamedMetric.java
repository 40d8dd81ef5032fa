// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;

/** A metric under another name; see {@link Metric#named}. */
record NamedMetric(String name, Metric metric) implements Metric {
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
    return metric.result(state);
  }
}
