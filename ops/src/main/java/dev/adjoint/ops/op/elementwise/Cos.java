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

/** {@code y = cos x}, an angle in radians; {@code dx = −dy·sin x}. */
public record Cos() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().cos();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(x.getFirst().sin()).neg());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Cos.class, Samples.ranks(new Cos(), Arg.real()))
        .errorInputs(
            new Cos(),
            List.of(TensorType.of(DType.I32, 2)),
            "cos: needs a floating operand, got i32; cast it");
  }
}
