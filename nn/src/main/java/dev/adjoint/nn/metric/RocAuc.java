// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.stream.IntStream;

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
    Preconditions.checkArgument(
        thresholds >= 3, "auc: there must be 3 thresholds at least: %s", thresholds);
  }

  @Override
  public String name() {
    return "auc";
  }

  @Override
  public ImmutableList<Tensor> init() {
    Tensor zeros = Tensor.zeros(DType.F64, Shape.of(thresholds));
    return ImmutableList.of(zeros, zeros);
  }

  /** Counts for each threshold the examples above it, those of class 1 and the others. */
  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
    return counted(name(), thresholds, state, prediction, target);
  }

  /** Returns counts with those of a batch, for each threshold. */
  static List<Expr> counted(
      String name, int thresholds, List<Expr> state, Expr prediction, Expr target) {
    Expr actual = BinaryScore.actual(name, prediction, target).reshape(-1, 1);
    Expr points = Expr.constant(points(thresholds));
    Expr above = prediction.cast(DType.F64).reshape(-1, 1).greater(points);
    return List.of(
        state.get(0).add(above.and(actual).cast(DType.F64).sum(0)),
        state.get(1).add(above.and(actual.not()).cast(DType.F64).sum(0)));
  }

  /** Returns 0 to 1 in equal parts; the first is below all outputs, so that it counts them all. */
  private static Tensor points(int thresholds) {
    double[] points =
        IntStream.range(0, thresholds).mapToDouble(i -> i / (thresholds - 1.0)).toArray();
    points[0] = Double.NEGATIVE_INFINITY;
    return Tensor.of(points);
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
