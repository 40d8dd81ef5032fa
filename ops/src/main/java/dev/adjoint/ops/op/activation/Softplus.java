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
 * {@code y = ln(1 + eˣ)}, computed as {@code max(x, 0) + ln(1 + e^−|x|)}, which cannot overflow;
 * {@code dx = dy·sigmoid(x)}.
 */
public record Softplus() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.max(v.like(0)).add(v.abs().neg().exp().log1p());
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(x.getFirst().sigmoid()));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Softplus.class, Samples.ranks(new Softplus(), Arg.real()))
        .and(Sample.of(new Softplus(), Arg.between(-9, 9, 6)))
        .errorInputs(
            new Softplus(),
            List.of(TensorType.of(DType.I32, 2)),
            "softplus: exp: needs a floating operand, got i32; cast it");
  }
}
