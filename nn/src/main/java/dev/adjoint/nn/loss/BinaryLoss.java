// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.function.BinaryOperator;

/**
 * A loss of single outputs that tell two classes apart.
 *
 * @param name the name of the loss, for errors
 * @param function from predictions and targets to the loss
 * @param terms from predictions and targets to what it is the mean of, {@code [batch, …]}
 * @param threshold the output above which class 1 is the more probable one
 */
record BinaryLoss(
    String name, BinaryOperator<Expr> function, BinaryOperator<Expr> terms, double threshold)
    implements Loss {
  @Override
  public Expr apply(Expr prediction, Expr target) {
    return function.apply(prediction, target);
  }

  @Override
  public RowLosses rows(Expr prediction, Expr target) {
    return RowLosses.of(terms.apply(prediction, target));
  }

  @Override
  public void check(Tensor targets, Shape prediction) {
    Targets.check(
        name,
        targets,
        target -> target >= 0 && target <= 1,
        "must lie between 0 and 1: the probability of class 1; number the classes 0 and 1, or give"
            + " Loss.softmaxCrossEntropy() an output for every class");
  }

  /** Of several outputs the largest, as for any loss: labels that exclude each other no more. */
  @Override
  public Expr classes(Expr prediction) {
    int rank = prediction.shape().rank();
    if (rank > 1 && prediction.shape().dim(-1) > 1) {
      return prediction.argMax(-1);
    }
    Expr single = rank > 1 ? prediction.reshape(prediction.shape().slice(0, rank - 1)) : prediction;
    return single.greater(threshold).cast(DType.I32);
  }
}
