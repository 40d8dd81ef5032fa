// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;

/** A metric that does as another one does, but for what it says itself. */
interface MetricWrapper extends Metric {
  /** Returns the other metric. */
  Metric metric();

  @Override
  default String name() {
    return metric().name();
  }

  @Override
  default ImmutableList<Tensor> init() {
    return metric().init();
  }

  @Override
  default List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
    return metric().update(state, prediction, target);
  }

  @Override
  default List<Expr> update(List<Expr> state, Expr prediction, Expr target, Expr weights) {
    return metric().update(state, prediction, target, weights);
  }

  @Override
  default Expr result(List<Expr> state) {
    return metric().result(state);
  }
}
