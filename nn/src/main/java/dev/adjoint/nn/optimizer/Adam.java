// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.util.List;

/**
 * Steps scaled by running moments of the gradient (Kingma and Ba 2015, <i>Adam: A Method for
 * Stochastic Optimization</i>, algorithm 1). At step {@code t}, from 1:
 *
 * <pre>{@code
 * m' = beta1·m + (1 − beta1)·g
 * v' = beta2·v + (1 − beta2)·g²
 * p' = p − learningRate · m'/(1 − beta1ᵗ) / (√(v'/(1 − beta2ᵗ)) + epsilon)
 * }</pre>
 *
 * @param learningRate about the length of a step
 * @param beta1 how much of the first moment is kept, in {@code [0, 1)}
 * @param beta2 how much of the second moment is kept, in {@code [0, 1)}
 * @param epsilon keeps steps finite where gradients vanish
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon)
    implements Optimizer {
  /** Checks the parameters. */
  public Adam {
    Preconditions.checkArgument(
        learningRate > 0 && Double.isFinite(learningRate),
        "adam: the learning rate must be positive: %s",
        learningRate);
    Preconditions.checkArgument(
        beta1 >= 0 && beta1 < 1, "adam: beta1 must lie in [0, 1): %s", beta1);
    Preconditions.checkArgument(
        beta2 >= 0 && beta2 < 1, "adam: beta2 must lie in [0, 1): %s", beta2);
    Preconditions.checkArgument(epsilon > 0, "adam: epsilon must be positive: %s", epsilon);
  }

  /** Returns Adam with the paper's decay rates: 0.9, 0.999 and an epsilon of 10⁻⁸. */
  public static Adam of(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8);
  }

  @Override
  public Rule start(List<Parameter> parameters) {
    Optimizer.check("adam", parameters);
    return new Running(
        this,
        ImmutableList.copyOf(parameters),
        State.of("adam.step", Tensor.scalar(0L)),
        moments(parameters, ".mean"),
        moments(parameters, ".square"));
  }

  private static ImmutableList<State> moments(List<Parameter> parameters, String suffix) {
    return parameters.stream()
        .map(p -> State.of(p.name() + suffix, Tensor.zeros(p.dtype(), p.shape())))
        .collect(ImmutableList.toImmutableList());
  }

  private record Running(
      Adam adam,
      ImmutableList<Parameter> parameters,
      State step,
      ImmutableList<State> means,
      ImmutableList<State> squares)
      implements Rule {
    @Override
    public ImmutableMap<Expr, Expr> updates(List<Expr> gradients) {
      Optimizer.check("adam", parameters, gradients);
      ImmutableMap.Builder<Expr, Expr> next = ImmutableMap.builder();
      Expr t = step.add(1);
      next.put(step, t);
      // In F64 for all parameters: 1 − 0.999ᵗ loses four digits of F32 at the first steps.
      Expr rate = complement(adam.beta1, t).rdiv(adam.learningRate);
      Expr scale = complement(adam.beta2, t).sqrt().rdiv(1);
      for (int i = 0; i < parameters.size(); i++) {
        Parameter p = parameters.get(i);
        Expr g = gradients.get(i);
        Expr mean = means.get(i).mul(adam.beta1).add(g.mul(1 - adam.beta1));
        Expr square = squares.get(i).mul(adam.beta2).add(g.square().mul(1 - adam.beta2));
        Expr divisor = square.sqrt().mul(scale.cast(p.dtype())).add(adam.epsilon);
        next.put(means.get(i), mean);
        next.put(squares.get(i), square);
        next.put(p, p.sub(mean.mul(rate.cast(p.dtype())).div(divisor)));
      }
      return next.buildOrThrow();
    }

    /** Returns {@code 1 − betaᵗ} as F64. */
    private static Expr complement(double beta, Expr t) {
      return Expr.constant(DType.F64, beta).pow(t.cast(DType.F64)).rsub(1);
    }

    @Override
    public ImmutableList<State> states() {
      return ImmutableList.<State>builder().add(step).addAll(means).addAll(squares).build();
    }
  }
}
