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
 * {@code y = eˣ − 1} without loss for small {@code x}; {@code dx = dy·eˣ}, which for negative
 * {@code x} is more accurate than {@code dy·(y + 1)}.
 */
public record Expm1() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().expm1();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(x.getFirst().exp()));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Expm1.class, Samples.ranks(new Expm1(), Arg.real()))
        .errorInputs(
            new Expm1(),
            List.of(TensorType.of(DType.I32, 2)),
            "expm1: needs a floating operand, got i32; cast it");
  }
}
