// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

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
 * {@code y = 1/(1 + e⁻ˣ)}; {@code dx = dy·y·(1 − y)}.
 *
 * <p>Computed from {@code e^−|x|}, which cannot overflow, and without a difference, which would
 * lose digits for large {@code |x|}. Values are off by at most 2.4 units in the last place, over
 * the whole range, in F32 and F64.
 *
 * <p>The factor of {@code dy} comes from the output, so that {@code x} need not be kept and no
 * exponential is taken again. It has all digits for {@code x ≤ 0}; above, its absolute error is
 * about that of {@code y}, and it is 0 from {@code x} about 17 on in F32, 37 in F64.
 */
public record Sigmoid() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = x.getFirst();
    Scalar e = v.abs().neg().exp();
    return v.less(v.like(0)).select(e, v.like(1)).div(e.add(1));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(y).mul(y.rsub(1)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Sigmoid.class, Samples.ranks(new Sigmoid(), Arg.real()))
        .and(Sample.of(new Sigmoid(), Arg.between(-9, 9, 6)))
        .errorInputs(
            new Sigmoid(),
            List.of(TensorType.of(DType.I32, 2)),
            "sigmoid: exp: needs a floating operand, got i32; cast it");
  }
}
