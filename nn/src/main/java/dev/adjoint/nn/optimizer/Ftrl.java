// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import com.google.common.base.Preconditions;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.nn.optimizer.transform.PerParameter;
import dev.adjoint.ops.Expr;

/**
 * Follows the regularised leader, which makes weights exactly 0 (McMahan et al. 2013, <i>Ad Click
 * Prediction</i>, algorithm 1). For each number:
 *
 * <pre>{@code
 * n' = n + g²
 * z' = z + g − (√n' − √n)/rate·p
 * p' = 0 if |z'| ≤ l1, else −(z' − sign(z')·l1)/((beta + √n')/rate + l2)
 * }</pre>
 *
 * @param rate the paper's alpha
 * @param beta how much the first steps are shortened
 * @param l1 the penalty on absolute values
 * @param l2 the penalty on squares, half of it as in the paper
 */
public record Ftrl(double rate, double beta, double l1, double l2) implements Optimizer {
  /** Checks the numbers. */
  public Ftrl {
    Preconditions.checkArgument(rate > 0, "ftrl: the rate must be positive: %s", rate);
    Preconditions.checkArgument(
        beta >= 0 && l1 >= 0 && l2 >= 0,
        "ftrl: beta and penalties must not be negative: %s, %s, %s",
        beta,
        l1,
        l2);
    Preconditions.checkArgument(
        beta > 0 || l2 > 0, "ftrl: beta or l2 must be positive: a gradient of 0 would divide by 0");
  }

  /** Returns FTRL with the paper's beta of 1. */
  public static Ftrl of(double rate, double l1, double l2) {
    return new Ftrl(rate, 1, l1, l2);
  }

  @Override
  public GradientTransform transform() {
    return new Proximal(this);
  }

  private record Proximal(Ftrl with) implements GradientTransform {
    @Override
    public OptimizerState init(PerParameter parameters) {
      return OptimizerState.none().zeros("z", parameters).zeros("n", parameters);
    }

    @Override
    public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
      PerParameter n = state.get("n");
      PerParameter sum = n.zip(g, (old, gradient) -> old.add(gradient.square()));
      PerParameter sigma = sum.zip(n, (now, old) -> now.sqrt().sub(old.sqrt()).div(with.rate));
      PerParameter z =
          state.get("z").zip(g, Expr::add).zip(sigma.zip(parameters, Expr::mul), Expr::sub);
      PerParameter next =
          z.zip(
              sum,
              (zi, ni) -> {
                Expr over = zi.abs().sub(with.l1).maximum(0).mul(zi.sign());
                return over.div(ni.sqrt().add(with.beta).div(with.rate).add(with.l2)).neg();
              });
      return new Transformed(parameters.zip(next, Expr::sub), state.with("z", z).with("n", sum));
    }
  }
}
