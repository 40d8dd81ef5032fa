// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.loss.RowLosses;
import dev.adjoint.ops.Expr;
import java.util.List;

/** A mean over the examples: its state is their sum and their number; see {@link Metric#mean}. */
record MeanMetric(String name, Loss loss) implements Metric {
  @Override
  public ImmutableList<Tensor> init() {
    return ImmutableList.of(Tensor.scalar(0.0), Tensor.scalar(0.0));
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
    Expr mean = loss.apply(prediction, target);
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
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target, Expr weights) {
    RowLosses rows = loss.rows(prediction, target);
    Expr w = weights.cast(DType.F64);
    Expr values = Expr.where(w.greater(0), rows.losses().cast(DType.F64).mul(w), 0);
    return List.of(
        state.get(0).add(values.sum()),
        state.get(1).add(rows.shares().cast(DType.F64).mul(w).sum()));
  }

  @Override
  public Expr result(List<Expr> state) {
    return state.get(0).div(state.get(1));
  }
}
