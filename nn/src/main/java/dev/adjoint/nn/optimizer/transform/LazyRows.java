// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.ops.Expr;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Makes steps only for the rows, slices along the first axis, whose gradient is not all zero: other
 * rows of a parameter stay as they are, and so do their rows of every state of the parameter's
 * shape. For a table of which a batch looks up few rows this is the "lazy" or "sparse" form of an
 * optimizer, such as PyTorch's {@code SparseAdam}, and its work depends on the batch alone; but it
 * is another formula than the optimizer's own, in which moments also decay, and parameters follow
 * them, where the gradient is zero.
 *
 * @param inner the transform that makes the steps: a whole chain, with its rate
 */
public record LazyRows(GradientTransform inner) implements GradientTransform {
  @Override
  public OptimizerState init(PerParameter parameters) {
    return inner.init(parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    Transformed step = inner.update(g, state, parameters);
    PerParameter moves = g.map(LazyRows::moves);
    ImmutableMap<String, Expr> old = state.byPath();
    OptimizerState next =
        step.state()
            .mapSlots((path, parameter, value) ->
                g.byPath().containsKey(parameter) && value.shape().equals(g.get(parameter).shape())
                    ? Expr.where(moves.get(parameter), value, old.get(path))
                    : value);
    PerParameter steps = step.steps();
    return new Transformed(steps.zip(moves, (s, where) -> Expr.where(where, s, 0)), next);
  }

  /** Returns for each row, in a shape that broadcasts to the gradient's, whether it moves. */
  private static Expr moves(Expr gradient) {
    Expr isNotZero = gradient.notEqual(0);
    int rank = gradient.shape().rank();
    if (rank < 2) {
      return isNotZero;
    }
    int[] row = new int[rank];
    Arrays.fill(row, 1);
    row[0] = gradient.shape().dim(0);
    return isNotZero.any(IntStream.range(1, rank).toArray()).reshape(row);
  }
}
