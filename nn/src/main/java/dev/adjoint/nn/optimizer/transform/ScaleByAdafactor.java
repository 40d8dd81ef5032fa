// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;

/**
 * Adafactor (Shazeer and Stern 2018, <i>Adafactor: Adaptive Learning Rates with Sublinear Memory
 * Cost</i>, algorithms 4 and 5). At step {@code t}, from 1, with {@code β = 1 − t^(−decay)}, for a
 * matrix, or each matrix of the last two axes:
 *
 * <pre>{@code
 * r' = β·r + (1 − β)·mean over columns of (g² + epsilon1)
 * c' = β·c + (1 − β)·mean over rows of (g² + epsilon1)
 * v  = r'·c' / mean(r')
 * u  = g/√v,  û = u/max(1, rms(u)/clip)
 * s  = max(epsilon2, rms(p))·min(rate, 1/√t)·û
 * }</pre>
 *
 * <p>Of a vector or a number {@code v} itself is remembered.
 *
 * @param rate the greatest rate beside the root mean square of a parameter
 * @param decay how fast the memory of squares grows, in {@code (0, 1)}
 * @param epsilon1 keeps steps finite where gradients vanish
 * @param epsilon2 the least size of a parameter that steps are relative to
 * @param clip the greatest root mean square of a step before the rate
 */
public record ScaleByAdafactor(
    double rate, double decay, double epsilon1, double epsilon2, double clip)
    implements GradientTransform {
  private static final String ROWS = "rows";
  private static final String COLUMNS = "columns";

  /** Checks the numbers. */
  public ScaleByAdafactor {
    Preconditions.checkArgument(rate > 0, "adafactor: the rate must be positive: %s", rate);
    Moments.checkDecay("adafactor", "the decay", decay);
    Moments.checkEpsilon("adafactor", epsilon1);
    Moments.checkEpsilon("adafactor", epsilon2);
    Preconditions.checkArgument(clip > 0, "adafactor: the clip must be positive: %s", clip);
  }

  private static boolean isMatrix(Expr parameter) {
    return parameter.shape().rank() >= 2;
  }

  private static PerParameter matrices(PerParameter all) {
    return all.where(path -> isMatrix(all.get(path)));
  }

  private static PerParameter others(PerParameter all) {
    return all.where(path -> !isMatrix(all.get(path)));
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none()
        .zeros(ROWS, matrices(parameters).map(p -> p.sum(-1)))
        .zeros(COLUMNS, matrices(parameters).map(p -> p.sum(-2)))
        .zeros(Moments.SECOND, others(parameters));
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    Expr t = state.step().add(1);
    Expr share = t.pow(Expr.constant(DType.F64, -decay));
    PerParameter squares = g.map(gradient -> gradient.square().add(epsilon1));
    PerParameter rows = blend(state.get(ROWS), matrices(squares).map(x -> x.mean(-1)), share);
    PerParameter columns = blend(state.get(COLUMNS), matrices(squares).map(x -> x.mean(-2)), share);
    PerParameter second = blend(state.get(Moments.SECOND), others(squares), share);
    PerParameter estimates = second.with(rows.zip(columns, ScaleByAdafactor::product));
    Expr relative = t.sqrt().rdiv(1).minimum(rate);
    ImmutableMap.Builder<String, Expr> steps = ImmutableMap.builder();
    g.byPath()
        .forEach((path, gradient) -> {
          Expr u = gradient.div(estimates.get(path).sqrt());
          Expr clipped = u.div(rms(u).div(clip).maximum(1));
          Expr size = rms(parameters.get(path)).maximum(epsilon2);
          steps.put(path, clipped.mul(size.mul(relative.cast(gradient.dtype()))));
        });
    return new Transformed(
        new PerParameter(steps.buildOrThrow()),
        state.with(ROWS, rows).with(COLUMNS, columns).with(Moments.SECOND, second));
  }

  private static PerParameter blend(PerParameter old, PerParameter recent, Expr share) {
    return old.zip(recent, (v, x) -> v.add(x.sub(v).mul(share.cast(v.dtype()))));
  }

  /** Returns the estimate {@code […, m, n]} from rows {@code […, m]} and columns {@code […, n]}. */
  private static Expr product(Expr rows, Expr columns) {
    Expr shares = rows.div(rows.mean(-1).expandDims(-1));
    return shares.expandDims(-1).mul(columns.expandDims(-2));
  }

  private static Expr rms(Expr x) {
    return x.square().mean().sqrt();
  }
}
