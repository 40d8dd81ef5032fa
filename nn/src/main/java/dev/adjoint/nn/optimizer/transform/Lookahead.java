// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.ops.Expr;
import java.util.List;

/**
 * Looks ahead with fast weights, and after every few steps moves slow weights some way to them,
 * from where the fast ones go on (Zhang et al. 2019, <i>Lookahead Optimizer</i>, algorithm 1):
 * every {@code every} steps {@code q' = q + share·(p' − q)}, {@code p' = q'}.
 *
 * @param inner the transform that makes the steps of the fast weights: a whole chain, with its rate
 * @param every how many steps are looked ahead
 * @param share how far the slow weights follow, in {@code (0, 1]}
 */
public record Lookahead(GradientTransform inner, int every, double share)
    implements GradientTransform {
  /** Checks the numbers. */
  public Lookahead {
    Preconditions.checkArgument(
        every > 0, "lookahead: the number of steps must be positive: %s", every);
    Preconditions.checkArgument(
        share > 0 && share <= 1, "lookahead: the share must lie in (0, 1]: %s", share);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.ofParts(
        List.of(inner.init(parameters), OptimizerState.none().copies("slow", parameters)));
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    Transformed fast = inner.update(g, state.part(0), parameters);
    OptimizerState own = state.part(1);
    PerParameter slow = own.get("slow");
    PerParameter ahead = parameters.zip(fast.steps(), Expr::sub);
    Expr isTurn =
        state.step().add(1).div(every).sub(state.step().add(1).div(every).floor()).equal(0);
    PerParameter followed = slow.zip(ahead, (q, p) -> q.add(p.sub(q).mul(share)));
    PerParameter nextSlow = followed.zip(slow, (now, old) -> Expr.where(isTurn, now, old));
    PerParameter next = followed.zip(ahead, (q, p) -> Expr.where(isTurn, q, p));
    return new Transformed(
        parameters.zip(next, Expr::sub),
        OptimizerState.ofParts(List.of(fast.state(), own.with("slow", nextSlow))));
  }
}
