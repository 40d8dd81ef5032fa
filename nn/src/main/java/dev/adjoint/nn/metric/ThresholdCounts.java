// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The state of a metric that is an area under a curve: for each threshold the numbers of examples
 * above it, those of class 1 and the others.
 */
final class ThresholdCounts {
  private ThresholdCounts() {}

  /** Checks the number of thresholds of a metric. */
  static void check(String name, int thresholds) {
    Preconditions.checkArgument(
        thresholds >= 3, "%s: there must be 3 thresholds at least: %s", name, thresholds);
  }

  /** Returns the counts of no examples. */
  static ImmutableList<Tensor> none(int thresholds) {
    Tensor zeros = Tensor.zeros(DType.F64, Shape.of(thresholds));
    return ImmutableList.of(zeros, zeros);
  }

  /** Returns counts with those of a batch, whose examples may have weights. */
  static List<Expr> update(
      String name,
      int thresholds,
      List<Expr> state,
      Expr prediction,
      Expr target,
      Optional<Expr> weights) {
    Expr actual = BinaryScore.actual(name, prediction, target).reshape(-1, 1);
    Expr points = Expr.constant(points(thresholds));
    Expr above = prediction.cast(DType.F64).reshape(-1, 1).greater(points);
    Optional<Expr> each =
        weights.map(w -> WeightedCounts.repeated(w, prediction.shape()).reshape(-1));
    return List.of(
        state.get(0).add(WeightedCounts.of(above.and(actual), each).sum(0)),
        state.get(1).add(WeightedCounts.of(above.and(actual.not()), each).sum(0)));
  }

  /** Returns 0 to 1 in equal parts; the first is below all outputs, so that it counts them all. */
  private static Tensor points(int thresholds) {
    double[] points =
        IntStream.range(0, thresholds).mapToDouble(i -> i / (thresholds - 1.0)).toArray();
    points[0] = Double.NEGATIVE_INFINITY;
    return Tensor.of(points);
  }
}
