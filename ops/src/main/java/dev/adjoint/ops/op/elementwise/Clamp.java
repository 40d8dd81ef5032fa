// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = min(max(x, low), high)}; {@code dx = dy} where {@code low ≤ x ≤ high}, else 0.
 * Integers are clamped to {@code ⌈low⌉} and {@code ⌊high⌋}.
 *
 * @param low the lower bound, may be −∞
 * @param high the upper bound, may be ∞
 */
public record Clamp(double low, double high) implements Elementwise {
  /** Checks that the bounds are in order. */
  public Clamp {
    Preconditions.checkArgument(
        low <= high, "clamp: low must not be above high: %s, %s", low, high);
  }

  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = x.getFirst();
    boolean whole = v.dtype().isInteger();
    Scalar least = v.like(whole ? Math.ceil(low) : low);
    return v.max(least).min(v.like(whole ? Math.floor(high) : high));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr v = x.getFirst();
    return List.of(Expr.where(v.greaterEqual(low).and(v.lessEqual(high)), dy, 0));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Clamp.class, Samples.ranks(new Clamp(-0.5, 1), Arg.real().except(-0.5, 1)))
        .and(
            Sample.of(new Clamp(0, Double.POSITIVE_INFINITY), Arg.real(5).except(0)),
            Sample.of(new Clamp(0.5, 2), Arg.index(DType.I32, 5, 6)))
        .errorInputs(
            new Clamp(0, 1),
            List.of(TensorType.of(DType.BOOL, 2)),
            "clamp: max: needs numbers, got bool; cast it");
  }
}
