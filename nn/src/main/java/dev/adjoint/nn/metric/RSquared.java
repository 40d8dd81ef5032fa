// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.List;

/**
 * The share of the variance of the targets that the predictions explain: {@code R² = 1 − Σ(y −
 * t)²/Σ(t − mean t)²}, at most 1; 0 for a constant prediction of the mean. It is not finite if all
 * targets are equal. The state are {@code Σ(y − t)²}, {@code Σt}, {@code Σt²} and the number of
 * targets.
 */
public record RSquared() implements Metric {
  @Override
  public String name() {
    return "r2";
  }

  @Override
  public ImmutableList<Tensor> init() {
    Tensor zero = Tensor.scalar(0.0);
    return ImmutableList.of(zero, zero, zero, zero);
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
    Expr t = targets(prediction, target);
    return List.of(
        state.get(0).add(prediction.cast(DType.F64).sub(t).square().sum()),
        state.get(1).add(t.sum()),
        state.get(2).add(t.square().sum()),
        state.get(3).add(t.shape().size()));
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target, Expr weights) {
    Expr t = targets(prediction, target);
    Expr w = WeightedCounts.repeated(weights, t.shape());
    return List.of(
        state.get(0).add(prediction.cast(DType.F64).sub(t).square().mul(w).sum()),
        state.get(1).add(t.mul(w).sum()),
        state.get(2).add(t.square().mul(w).sum()),
        state.get(3).add(w.sum()));
  }

  private Expr targets(Expr prediction, Expr target) {
    if (!Losses.isPairwise(prediction, target)) {
      throw new ShapeException(
          name(),
          "needs a floating prediction and a target for each, […]: %s, %s"
              .formatted(prediction.type(), target.type()));
    }
    return target.cast(DType.F64).reshape(prediction.shape());
  }

  @Override
  public Expr result(List<Expr> state) {
    Expr variance = state.get(2).sub(state.get(1).square().div(state.get(3)));
    return state.get(0).div(variance).rsub(1);
  }
}
