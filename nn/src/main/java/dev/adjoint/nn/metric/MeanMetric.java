// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.function.BinaryOperator;

/** A mean over the examples: its state is their sum and their number; see {@link Metric#mean}. */
record MeanMetric(String name, BinaryOperator<Expr> function) implements Metric {
  @Override
  public ImmutableList<Tensor> init() {
    return ImmutableList.of(Tensor.scalar(0.0), Tensor.scalar(0.0));
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
    Expr mean = function.apply(prediction, target);
    if (!mean.shape().isScalar() || !mean.dtype().isFloating()) {
      throw new ShapeException(
          "metric '" + name + "'",
          "must be a floating scalar, the mean over the examples, got %s; %s"
              .formatted(mean.type(), mean.dtype().isFloating() ? "use mean()" : "cast it"));
    }
    int rows = prediction.shape().dim(0);
    return List.of(state.get(0).add(mean.cast(DType.F64).mul(rows)), state.get(1).add(rows));
  }

  @Override
  public Expr result(List<Expr> state) {
    return state.get(0).div(state.get(1));
  }
}
