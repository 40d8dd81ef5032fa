// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = −1} for negative {@code x}, {@code 1} for positive, else {@code x} itself: ±0 or NaN.
 * A step: its derivative is 0 wherever it has one.
 */
public record Sign() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = x.getFirst();
    Scalar zero = v.like(0);
    return v.less(zero).select(v.like(-1), zero.less(v).select(v.like(1), v));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Sign.class, Samples.ranks(new Sign(), Arg.real().except(0)))
        .errorInputs(
            new Sign(),
            List.of(TensorType.of(DType.BOOL, 2)),
            "sign: less: needs numbers, got bool; cast it");
  }
}
