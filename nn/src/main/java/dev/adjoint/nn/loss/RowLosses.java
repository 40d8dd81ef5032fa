// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import dev.adjoint.autodiff.ControlFlow;
import dev.adjoint.autodiff.Scanned;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * The losses of single examples, whose mean is the loss of a batch: {@code Σ losses/Σ shares}.
 *
 * @param losses what each example adds, {@code [batch]}
 * @param shares by how much each counts in the mean, {@code [batch]}: 1, or the weight of its class
 */
public record RowLosses(Expr losses, Expr shares) {
  /**
   * Returns the losses of examples that count alike.
   *
   * @param terms {@code [batch, …]}; the loss of an example is the mean of its terms
   */
  public static RowLosses of(Expr terms) {
    Expr losses = overRows(terms);
    return new RowLosses(losses, Expr.full(losses.type(), 1));
  }

  /** Returns the losses of examples, each computed as that of a batch of one. */
  static RowLosses each(BinaryOperator<Expr> loss, Expr prediction, Expr target) {
    return of(
        ControlFlow.scan(
                List.of(),
                List.of(prediction, target),
                (_, row) ->
                    Scanned.of(
                        List.of(),
                        List.of(loss.apply(row.get(0).expandDims(0), row.get(1).expandDims(0)))))
            .ys()
            .getFirst());
  }

  /** Returns the means over all axes but the first one, {@code [batch]}. */
  static Expr overRows(Expr terms) {
    int rank = terms.shape().rank();
    return rank == 1 ? terms : terms.mean(IntStream.range(1, rank).toArray());
  }

  /**
   * Returns {@code Σ weights·counts·losses/Σ counts·shares}, a scalar: with weights of 1 the mean
   * over the examples that count, and 0 if there are none.
   *
   * @param weights the weight of each example, {@code [batch]}
   * @param counts 1 for each example that counts and 0 for padding, {@code [batch]}
   */
  public Expr mean(Expr weights, Expr counts) {
    Expr w = weights.cast(losses.dtype());
    // What does not count must not, even if it is not finite.
    Expr counted = counts.greater(0).and(w.greater(0));
    Expr costs = Expr.where(counted, losses.mul(w), 0).sum();
    Expr all = shares.mul(counts.cast(shares.dtype())).sum();
    return costs.div(Expr.where(all.greater(0), all, 1));
  }
}
