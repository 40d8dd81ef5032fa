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
 * A {@link BinaryScore} of several classes: each class in turn is the one that is found or missed.
 * The state are the three counts, a number for each class.
 *
 * @param score the figure of one class; its threshold does not matter, the largest output decides
 * @param classes the number of classes
 * @param averaging how the figures of the classes become one
 */
public record ClassScore(BinaryScore score, int classes, Averaging averaging) implements Metric {
  /** How the figures of classes become one. */
  public enum Averaging {
    /** Their mean, each class with the same weight. */
    MACRO,
    /** The figure of the counts of all classes together. */
    MICRO,
    /** Their mean, each class with the weight of its examples; classes without any are left out. */
    WEIGHTED
  }

  /** Checks the number of classes. */
  public ClassScore {
    Preconditions.checkArgument(
        classes >= 2, "classScore: there must be 2 classes at least: %s", classes);
  }

  /** Returns the mean of a figure over the classes; NaN if it is not defined for one of them. */
  public static ClassScore macro(BinaryScore score, int classes) {
    return new ClassScore(score, classes, Averaging.MACRO);
  }

  /** Returns a figure of the counts of all classes together. */
  public static ClassScore micro(BinaryScore score, int classes) {
    return new ClassScore(score, classes, Averaging.MICRO);
  }

  /**
   * Returns the mean of a figure over the classes, each with the weight of its examples; NaN if it
   * is not defined for one that has any.
   */
  public static ClassScore weighted(BinaryScore score, int classes) {
    return new ClassScore(score, classes, Averaging.WEIGHTED);
  }

  @Override
  public String name() {
    return score.name();
  }

  @Override
  public ImmutableList<Tensor> init() {
    Tensor zeros = Tensor.zeros(DType.F64, Shape.of(classes));
    return ImmutableList.of(zeros, zeros, zeros);
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
    return counted(state, prediction, target, Optional.empty());
  }

  @Override
  public List<Expr> update(List<Expr> state, Expr prediction, Expr target, Expr weights) {
    return counted(state, prediction, target, Optional.of(weights));
  }

  private List<Expr> counted(
      List<Expr> state, Expr prediction, Expr target, Optional<Expr> weights) {
    Accuracies.checkLabelled(score.name(), prediction, target);
    Expr predicted = oneHot(prediction.argMax(-1));
    Expr actual = oneHot(target);
    // A row of a sequence has a label for each step, all with the weight of the row.
    Optional<Expr> each = weights.map(w -> WeightedCounts.repeated(w, target.shape()).reshape(-1));
    return List.of(
        state.get(0).add(WeightedCounts.of(predicted.and(actual), each).sum(0)),
        state.get(1).add(WeightedCounts.of(predicted.and(actual.not()), each).sum(0)),
        state.get(2).add(WeightedCounts.of(predicted.not().and(actual), each).sum(0)));
  }

  @Override
  public Expr result(List<Expr> state) {
    Expr tp = state.get(0);
    Expr fp = state.get(1);
    Expr fn = state.get(2);
    return switch (averaging) {
      case MACRO -> score.formula().of(tp, fp, fn).mean();
      case MICRO -> score.formula().of(tp.sum(), fp.sum(), fn.sum());
      case WEIGHTED -> {
        Expr examples = tp.add(fn);
        Expr figures = Expr.where(examples.greater(0), score.formula().of(tp, fp, fn), 0);
        yield figures.mul(examples).sum().div(examples.sum());
      }
    };
  }

  /** Returns {@code [n, classes]}: where the class is that of the label. */
  private Expr oneHot(Expr labels) {
    Tensor numbers = Tensor.of(IntStream.range(0, classes).toArray());
    return labels.cast(DType.I32).reshape(-1, 1).equal(Expr.constant(numbers));
  }
}
