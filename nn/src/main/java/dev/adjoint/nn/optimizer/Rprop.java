// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import com.google.common.base.Preconditions;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.nn.optimizer.transform.PerParameter;
import dev.adjoint.ops.Expr;

/**
 * Steps along the sign of the gradient, of a length for each number of its own: it grows while the
 * sign stays, and falls where it changes; there the last step is taken back (Riedmiller and Braun
 * 1993, <i>A Direct Adaptive Method for Faster Backpropagation Learning</i>). For whole batches.
 *
 * @param length the length of the first step
 * @param down the factor by which a length falls, in {@code (0, 1)}
 * @param up the factor by which a length grows, above 1
 * @param shortest the least length
 * @param longest the greatest length
 * @param backtracking whether the last step is taken back where the sign changes, as in the paper,
 *     or none is made, as in PyTorch
 */
public record Rprop(
    double length, double down, double up, double shortest, double longest, boolean backtracking)
    implements Optimizer {
  /** Checks the numbers. */
  public Rprop {
    Preconditions.checkArgument(
        down > 0 && down < 1 && up > 1,
        "rprop: lengths must fall by a factor below 1 and grow by one above: %s, %s",
        down,
        up);
    Preconditions.checkArgument(
        0 < shortest && shortest <= length && length <= longest,
        "rprop: the first length must lie within [%s, %s]: %s",
        shortest,
        longest,
        length);
  }

  /** Returns Rprop with the paper's factors 0.5 and 1.2, and lengths from 10⁻⁶ to 50. */
  public static Rprop of(double length) {
    return new Rprop(length, 0.5, 1.2, 1e-6, 50, true);
  }

  /** Returns this without taking back steps. */
  public Rprop withoutBacktracking() {
    return new Rprop(length, down, up, shortest, longest, false);
  }

  @Override
  public GradientTransform transform() {
    return new Signs(this);
  }

  private record Signs(Rprop with) implements GradientTransform {
    @Override
    public OptimizerState init(PerParameter parameters) {
      return OptimizerState.none()
          .zeros("gradient", parameters)
          .full("length", with.length, parameters)
          .zeros("step", parameters);
    }

    @Override
    public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
      PerParameter product = state.get("gradient").zip(g, (a, b) -> a.sign().mul(b.sign()));
      PerParameter length =
          state
              .get("length")
              .zip(
                  product,
                  (d, p) ->
                      Expr.where(
                              p.greater(0),
                              d.mul(with.up),
                              Expr.where(p.less(0), d.mul(with.down), d))
                          .clamp(with.shortest, with.longest));
      // A gradient whose sign has changed counts as 0, so the next step is of the new length.
      PerParameter kept = g.zip(product, (gradient, p) -> Expr.where(p.less(0), 0, gradient));
      PerParameter forward = kept.zip(length, (gradient, d) -> gradient.sign().mul(d));
      PerParameter steps = forward;
      if (with.backtracking) {
        PerParameter back = state.get("step").map(Expr::neg);
        PerParameter taken = product.zip(back, (p, b) -> Expr.where(p.less(0), b, 0));
        steps = forward.zip(taken, Expr::add);
      }
      return new Transformed(
          steps, state.with("gradient", kept).with("length", length).with("step", steps));
    }
  }
}
