// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.util.List;

/**
 * Stochastic gradient descent: {@code v' = momentum·v + g}, {@code p' = p − learningRate·v'}, or
 * with Nesterov's momentum {@code p' = p − learningRate·(g + momentum·v')} (Sutskever et al. 2013,
 * <i>On the Importance of Initialization and Momentum in Deep Learning</i>).
 *
 * @param learningRate the length of a step for a gradient of 1
 * @param momentum how much of the last step is kept, at least 0 and less than 1
 * @param nesterov whether to look one step of momentum ahead
 */
public record Sgd(double learningRate, double momentum, boolean nesterov) implements Optimizer {
  /** Checks the parameters. */
  public Sgd {
    Preconditions.checkArgument(
        learningRate > 0 && Double.isFinite(learningRate),
        "sgd: the learning rate must be positive: %s",
        learningRate);
    Preconditions.checkArgument(
        momentum >= 0 && momentum < 1, "sgd: the momentum must lie in [0, 1): %s", momentum);
  }

  /** Returns plain gradient descent. */
  public static Sgd of(double learningRate) {
    return new Sgd(learningRate, 0, false);
  }

  /** Returns this with momentum. */
  public Sgd withMomentum(double newMomentum) {
    return new Sgd(learningRate, newMomentum, nesterov);
  }

  /** Returns this with Nesterov's momentum. */
  public Sgd withNesterov() {
    return new Sgd(learningRate, momentum, true);
  }

  @Override
  public Rule start(List<Parameter> parameters) {
    Optimizer.check("sgd", parameters);
    ImmutableList<State> velocities =
        momentum == 0
            ? ImmutableList.of()
            : parameters.stream()
                .map(p -> State.of(p.name() + ".velocity", Tensor.zeros(p.dtype(), p.shape())))
                .collect(ImmutableList.toImmutableList());
    return new Running(this, ImmutableList.copyOf(parameters), velocities);
  }

  private record Running(Sgd sgd, ImmutableList<Parameter> parameters, ImmutableList<State> states)
      implements Rule {
    @Override
    public ImmutableMap<Expr, Expr> updates(List<Expr> gradients) {
      Optimizer.check("sgd", parameters, gradients);
      ImmutableMap.Builder<Expr, Expr> next = ImmutableMap.builder();
      for (int i = 0; i < parameters.size(); i++) {
        Expr step = gradients.get(i);
        if (!states.isEmpty()) {
          Expr velocity = states.get(i).mul(sgd.momentum).add(step);
          next.put(states.get(i), velocity);
          step = sgd.nesterov ? step.add(velocity.mul(sgd.momentum)) : velocity;
        }
        next.put(parameters.get(i), parameters.get(i).sub(step.mul(sgd.learningRate)));
      }
      return next.buildOrThrow();
    }
  }
}
