// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;
import java.util.List;

/**
 * Keeps an average of the parameters after each step beside them; the steps stay those of {@code
 * inner}. It is an exponential one, {@code a' = decay·a + (1 − decay)·p'}, which begins with the
 * parameters after the first step (Polyak and Juditsky 1992), or the mean of every so many
 * parameters from a step on (Izmailov et al. 2018, <i>Averaging Weights Leads to Wider Optima and
 * Better Generalization</i>, algorithm 1): {@code a' = (n·a + p')/(n + 1)}. Before that step it is
 * the parameters themselves.
 *
 * @param inner the transform that makes the steps: a whole chain, with its rate
 * @param decay how much of an exponential average is kept, or 1 for a mean
 * @param from the number of the first step of a mean, from 0
 * @param every after how many steps the parameters are taken into a mean
 */
public record AverageWeights(GradientTransform inner, double decay, int from, int every)
    implements GradientTransform {
  /** The name of the averages in the state. */
  public static final String NAME = "average";

  /** Checks the numbers. */
  public AverageWeights {
    Preconditions.checkArgument(
        decay >= 0 && decay <= 1, "average: the decay must lie in [0, 1): %s", decay);
    Preconditions.checkArgument(
        from >= 0 && every > 0,
        "average: steps must not be negative, nor the distance 0: %s, %s",
        from,
        every);
  }

  /** Returns an exponential average. */
  public static AverageWeights exponential(GradientTransform inner, double decay) {
    Preconditions.checkArgument(decay < 1, "average: the decay must lie in [0, 1): %s", decay);
    return new AverageWeights(inner, decay, 0, 1);
  }

  /** Returns a mean of all from a step on. */
  public static AverageWeights equal(GradientTransform inner, int from, int every) {
    return new AverageWeights(inner, 1, from, every);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.ofParts(
        List.of(inner.init(parameters), OptimizerState.none().copies(NAME, parameters)));
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    Transformed step = inner.update(g, state.part(0), parameters);
    OptimizerState own = state.part(1);
    PerParameter next = parameters.zip(step.steps(), Expr::sub);
    PerParameter average = own.get(NAME);
    Expr share = decay < 1 ? exponential(state.step()) : ofMean(state.step());
    PerParameter nextAverage =
        average.zip(next, (a, p) -> a.add(p.sub(a).mul(share.cast(p.dtype()))));
    return new Transformed(
        step.steps(), OptimizerState.ofParts(List.of(step.state(), own.with(NAME, nextAverage))));
  }

  /** Returns the share of the new parameters in an exponential average. */
  private Expr exponential(Expr step) {
    return Expr.where(step.equal(0), Expr.constant(DType.F64, 1), 1 - decay);
  }

  /** Returns the share of the new parameters in a mean: all of them before it begins. */
  private Expr ofMean(Expr step) {
    Expr turns = step.sub(from).div(every);
    Expr share = Expr.where(turns.equal(turns.floor()), turns.maximum(0).add(1).rdiv(1), 0);
    return Expr.where(step.less(from), 1, share);
  }
}
