// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Optional;

/**
 * A prediction and what it is compared with. Where there are weights, each element of their axes is
 * a row: an example, or a step of a sequence.
 *
 * @param prediction {@code [rows, …]}
 * @param target {@code [rows, …]}
 * @param weights by how much each row counts, if not all count alike
 */
record Compared(Expr prediction, Expr target, Optional<RowWeights> weights) {
  /**
   * By how much rows count.
   *
   * @param weights their weights, F64 {@code [rows]}
   * @param counts 0 for padding and 1 for all else, F64 {@code [rows]}
   */
  record RowWeights(Expr weights, Expr counts) {}

  /**
   * Returns a prediction and its target with weights.
   *
   * @param weights {@code [batch]} or more leading axes of the two
   * @param mask which steps count, BOOL {@code [batch, length]}
   * @throws ShapeException if these are no leading axes of the two
   */
  static Compared of(Expr prediction, Expr target, Optional<Expr> weights, Optional<Expr> mask) {
    if (weights.isEmpty() && mask.isEmpty()) {
      return new Compared(prediction, target, Optional.empty());
    }
    int rank = Math.max(weights.map(w -> w.shape().rank()).orElse(1), mask.isPresent() ? 2 : 1);
    weights.ifPresent(w -> check("weights", w, prediction, target));
    mask.ifPresent(m -> check("mask", m, prediction, target));
    Shape leading = prediction.shape().slice(0, rank);
    return new Compared(
        rows(prediction, leading),
        rows(target, leading),
        Optional.of(new RowWeights(spread(weights, leading), spread(mask, leading))));
  }

  private static void check(String what, Expr weights, Expr prediction, Expr target) {
    if (!leads(weights, prediction) || !leads(weights, target)) {
      throw new ShapeException(
          "loss",
          "the %s must be leading axes of prediction and target, such as [batch] or [batch, length]:"
                  .formatted(what)
              + " %s, %s, %s".formatted(weights.type(), prediction.type(), target.type()));
    }
  }

  private static boolean leads(Expr weights, Expr x) {
    int rank = weights.shape().rank();
    return x.shape().rank() >= rank && x.shape().slice(0, rank).equals(weights.shape());
  }

  private static Expr rows(Expr x, Shape leading) {
    Shape tail = x.shape().slice(leading.rank(), x.shape().rank());
    return x.reshape(Shape.of(leading.size()).concat(tail));
  }

  /** Returns an F64 number for each row: the given one of its example or step, or 1. */
  private static Expr spread(Optional<Expr> given, Shape leading) {
    Shape rows = Shape.of(leading.size());
    if (given.isEmpty()) {
      return Expr.full(TensorType.of(DType.F64).withShape(rows), 1);
    }
    Expr column = given.get().cast(DType.F64);
    while (column.shape().rank() < leading.rank()) {
      column = column.expandDims(-1);
    }
    return column.broadcastTo(leading).reshape(rows);
  }

  /**
   * Returns the loss.
   *
   * @throws ShapeException if the two do not belong together, or the loss is no floating scalar
   */
  Expr loss(Loss loss) {
    try {
      return scalar(of(loss, target));
    } catch (ShapeException e) {
      DType dtype = prediction.dtype();
      if (dtype != target.dtype() && takes(loss, target.cast(dtype))) {
        throw new ShapeException(
            "loss",
            "the targets are %s, the predictions %s; cast the targets: targets.cast(DType.%s)"
                .formatted(target.type(), prediction.type(), dtype.name()));
      }
      throw e;
    }
  }

  private Expr of(Loss loss, Expr to) {
    return weights
        .map(w -> loss.rows(prediction, to).mean(w.weights, w.counts))
        .orElseGet(() -> loss.apply(prediction, to));
  }

  private boolean takes(Loss loss, Expr to) {
    try {
      of(loss, to);
      return true;
    } catch (ShapeException _) {
      return false;
    }
  }

  private static Expr scalar(Expr loss) {
    if (!loss.shape().isScalar() || !loss.dtype().isFloating()) {
      throw new ShapeException(
          "loss",
          "must be a floating scalar, the mean over the examples, got %s; %s"
              .formatted(loss.type(), loss.dtype().isFloating() ? "use mean()" : "cast it"));
    }
    return loss;
  }

  /** Returns the state of a metric after this. */
  List<Expr> update(Metric metric, List<Expr> before) {
    return weights
        .map(w -> metric.update(before, prediction, target, w.weights.mul(w.counts)))
        .orElseGet(() -> metric.update(before, prediction, target));
  }
}
