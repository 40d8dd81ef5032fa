// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Arg;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.OpProof;
import dev.adjoint.ops.Samples;
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

  /** Returns what proves the op. */
  public static OpProof proof() {
    return OpProof.of(Expm1.class, Samples.ranks(new Expm1(), Arg.real()))
        .refusing(
            new Expm1(),
            List.of(TensorType.of(DType.I32, 2)),
            "expm1: needs a floating operand, got i32; cast it");
  }
}
