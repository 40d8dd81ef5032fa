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

/** {@code y = sin x}, an angle in radians; {@code dx = dy·cos x}. */
public record Sin() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().sin();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(x.getFirst().cos()));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Sin.class, Samples.ranks(new Sin(), Arg.real()))
        .errorInputs(
            new Sin(),
            List.of(TensorType.of(DType.I32, 2)),
            "sin: needs a floating operand, got i32; cast it");
  }
}
