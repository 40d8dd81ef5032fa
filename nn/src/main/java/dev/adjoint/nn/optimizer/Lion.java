// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.AddDecayedWeights;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.nn.optimizer.transform.PerParameter;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.ops.Expr;

/**
 * Steps of one length along the sign of a mean of gradients (Chen et al. 2023, <i>Symbolic
 * Discovery of Optimization Algorithms</i>, program 1): {@code p' = p − rate·(sign(0.9m + 0.1g) +
 * decay·p)}, {@code m' = 0.99m + 0.01g}.
 *
 * @param rate the length of a step
 * @param decay the share of the parameters that a step of rate 1 takes away
 */
public record Lion(RateSchedule rate, AddDecayedWeights decay) implements Optimizer {
  /** Returns Lion with the decay of the parameters; the rate is about a tenth of Adam's. */
  public static Lion of(double rate, double decay) {
    return new Lion(RateSchedule.constant(rate), new AddDecayedWeights(decay));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(new Signs(), decay, new ScaleByRate(rate));
  }

  private record Signs() implements GradientTransform {
    @Override
    public OptimizerState init(PerParameter parameters) {
      return OptimizerState.none().zeros("mean", parameters);
    }

    @Override
    public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
      PerParameter mean = state.get("mean");
      return new Transformed(
          mean.blend(0.9, 0.1, g).map(Expr::sign), state.with("mean", mean.blend(0.99, 0.01, g)));
    }
  }
}
