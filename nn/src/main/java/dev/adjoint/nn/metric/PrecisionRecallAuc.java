// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Optional;

/**
 * The area under the curve of precision over recall, from 0 to 1, as the average precision {@code Σ
 * (Rₙ − Rₙ₋₁)·Pₙ} over falling thresholds (Davis and Goadrich 2006, <i>The Relationship Between
 * Precision-Recall and ROC Curves</i>: straight lines between its points would say too much). The
 * thresholds part the range from 0 to 1 evenly; outputs between the same two count as equal. It is
 * NaN as long as there is no example of class 1.
 *
 * @param thresholds how many points the curve has; the state is two counts for each
 */
public record PrecisionRecallAuc(int thresholds) implements Metric {
  /** Checks the number of thresholds. */
  public PrecisionRecallAuc {
    ThresholdCounts.check("prAuc", thresholds);
  }

  @Override
  public String name() {
    return "prAuc";
  }

  @Override
  public ImmutableList<Tensor> init() {
    return ThresholdCounts.none(thresholds);
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
    return ThresholdCounts.update(name(), thresholds, state, prediction, target, Optional.empty());
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target, Expr weights) {
    return ThresholdCounts.update(
        name(), thresholds, state, prediction, target, Optional.of(weights));
  }

  @Override
  public Expr result(List<Expr> state) {
    Expr hits = state.get(0);
    Expr all = hits.add(state.get(1));
    // Where nothing is above a threshold, recall does not grow, and precision does not matter.
    Expr precision = hits.div(all.maximum(1));
    Expr recall = hits.div(hits.slice(0, 0, 1));
    Expr next = recall.slice(0, 1, thresholds);
    Expr grown = recall.slice(0, 0, thresholds - 1).sub(next);
    Expr last =
        next.slice(0, thresholds - 2, thresholds - 1)
            .mul(precision.slice(0, thresholds - 1, thresholds));
    return grown.mul(precision.slice(0, 0, thresholds - 1)).sum().add(last.sum());
  }
}
