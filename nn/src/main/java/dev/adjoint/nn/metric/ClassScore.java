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
    Accuracies.checkLabelled(score.name(), prediction, target);
    Expr predicted = oneHot(prediction.argMax(-1));
    Expr actual = oneHot(target);
    return List.of(
        state.get(0).add(count(predicted.and(actual))),
        state.get(1).add(count(predicted.and(actual.not()))),
        state.get(2).add(count(predicted.not().and(actual))));
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

  private static Expr count(Expr condition) {
    return condition.cast(DType.F64).sum(0);
  }
}
