// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Optional;

/**
 * The area under the curve of true positives over false positives, from 0 to 1: the probability
 * that an example of class 1 gets a higher output than one of class 0 (Hanley and McNeil 1982,
 * <i>The Meaning and Use of the Area under a ROC Curve</i>). The curve has a point for each of some
 * thresholds that part the range from 0 to 1 evenly, with straight lines between them; outputs
 * between the same two thresholds count as equal, so that more thresholds are more exact. It is NaN
 * as long as there is no example of one of the classes.
 *
 * @param thresholds how many points the curve has; the state is two counts for each
 */
public record RocAuc(int thresholds) implements Metric {
  /** Checks the number of thresholds. */
  public RocAuc {
    ThresholdCounts.check("auc", thresholds);
  }

  @Override
  public String name() {
    return "auc";
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
    Expr hits = state.get(0).div(state.get(0).slice(0, 0, 1));
    Expr alarms = state.get(1).div(state.get(1).slice(0, 0, 1));
    Expr width = alarms.slice(0, 0, thresholds - 1).sub(alarms.slice(0, 1, thresholds));
    Expr height = hits.slice(0, 0, thresholds - 1).add(hits.slice(0, 1, thresholds));
    return width.mul(height).sum().div(2);
  }
}
