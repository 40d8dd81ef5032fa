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

/** {@code y = eˣ}; {@code dx = dy·y}. */
public record Exp() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().exp();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(y));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Exp.class, Samples.ranks(new Exp(), Arg.real()))
        .errorInputs(
            new Exp(),
            List.of(TensorType.of(DType.I32, 2)),
            "exp: needs a floating operand, got i32; cast it");
  }
}
