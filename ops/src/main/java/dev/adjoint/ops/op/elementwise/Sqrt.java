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

/** {@code y = √x}; {@code dx = dy/(2·y)}. */
public record Sqrt() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().sqrt();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(0.5).div(y));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Sqrt.class, Samples.ranks(new Sqrt(), Arg.between(0.2, 3)))
        .errorInputs(
            new Sqrt(),
            List.of(TensorType.of(DType.I32, 2)),
            "sqrt: needs a floating operand, got i32; cast it");
  }
}
