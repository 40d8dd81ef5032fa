// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.ops.Expr;
import java.util.List;

/**
 * Takes one step for the mean of the gradients of several batches: so a batch may be larger than
 * memory allows. In between, parameters and the state of {@code inner} stay as they are.
 *
 * @param inner the transform that makes the steps: a whole chain, with its rate, whose steps are
 *     counted as they are made
 * @param every how many batches make a step
 */
public record AccumulateGradients(GradientTransform inner, int every) implements GradientTransform {
  /** Checks the number. */
  public AccumulateGradients {
    Preconditions.checkArgument(
        every > 0, "accumulate: the number of batches must be positive: %s", every);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.ofParts(
        List.of(inner.init(parameters), OptimizerState.none().zeros("sum", parameters)));
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    OptimizerState own = state.part(1);
    Expr batches = state.step().add(1).div(every);
    Expr isLast = batches.equal(batches.floor());
    PerParameter sum = own.get("sum").zip(g, Expr::add);
    OptimizerState before = state.part(0).counting(state.step().div(every).floor());
    Transformed step = inner.update(sum.map(s -> s.div(every)), before, parameters);
    ImmutableMap<String, Expr> old = before.byPath();
    return new Transformed(
        step.steps().map(s -> Expr.where(isLast, s, 0)),
        OptimizerState.ofParts(
            List.of(
                step.state().map((path, next) -> Expr.where(isLast, next, old.get(path))),
                own.with("sum", sum.map(s -> Expr.where(isLast, 0, s))))));
  }
}
