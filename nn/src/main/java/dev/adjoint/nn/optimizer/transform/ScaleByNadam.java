// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;

/**
 * Adam with Nesterov's momentum (Dozat 2016, <i>Incorporating Nesterov Momentum into Adam</i>). The
 * momentum of step {@code t} is {@code μₜ = beta1·(1 − 0.96^(t·momentumDecay)/2)}, and
 *
 * <pre>{@code
 * m̄ = μₜ₊₁·m'/(1 − μ₁…μₜ₊₁) + (1 − μₜ)·g/(1 − μ₁…μₜ)
 * s  = m̄/(√(v'/(1 − beta2ᵗ)) + epsilon)
 * }</pre>
 *
 * @param beta1 how much of the first moment is kept, in {@code [0, 1)}
 * @param beta2 how much of the second moment is kept, in {@code [0, 1)}
 * @param epsilon keeps steps finite where gradients vanish
 * @param momentumDecay how fast the momentum grows, 0.004 in the paper; infinity for a momentum of
 *     {@code beta1} from the first step on, as optax has it
 */
public record ScaleByNadam(double beta1, double beta2, double epsilon, double momentumDecay)
    implements GradientTransform {
  /** Checks the numbers. */
  public ScaleByNadam {
    Moments.checkDecay("nadam", "beta1", beta1);
    Moments.checkDecay("nadam", "beta2", beta2);
    Moments.checkEpsilon("nadam", epsilon);
    Preconditions.checkArgument(
        momentumDecay >= 0, "nadam: the momentum's decay must not be negative: %s", momentumDecay);
  }

  /** Returns this with other decay rates. */
  public ScaleByNadam withBetas(double newBeta1, double newBeta2) {
    return new ScaleByNadam(newBeta1, newBeta2, epsilon, momentumDecay);
  }

  /** Returns this with another epsilon. */
  public ScaleByNadam withEpsilon(double newEpsilon) {
    return new ScaleByNadam(beta1, beta2, newEpsilon, momentumDecay);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return Moments.both(parameters).number("momenta", 1);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter mean = Moments.first(state, beta1, g);
    PerParameter square = Moments.second(state, beta2, g);
    Expr t = state.step().add(1);
    Expr now = momentum(t);
    Expr next = momentum(t.add(1));
    Expr product = state.number("momenta").mul(now);
    Expr ofMean = next.div(product.mul(next).rsub(1));
    Expr ofGradient = now.rsub(1).div(product.rsub(1));
    Expr root = Moments.complement(beta2, t).sqrt().rdiv(1);
    PerParameter ahead = mean.scale(ofMean).zip(g.scale(ofGradient), Expr::add);
    return new Transformed(
        ahead.zip(square, (m, v) -> m.div(v.sqrt().mul(root.cast(v.dtype())).add(epsilon))),
        Moments.next(state, mean, square).withNumber("momenta", product));
  }

  private Expr momentum(Expr t) {
    return Double.isInfinite(momentumDecay)
        ? Expr.constant(DType.F64, beta1)
        : Expr.constant(DType.F64, 0.96).pow(t.mul(momentumDecay)).mul(-beta1 / 2).add(beta1);
  }
}
