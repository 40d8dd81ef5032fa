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

/** {@code y = ln(1 + x)} without loss for small {@code x}; {@code dx = dy/(1 + x)}. */
public record Log1p() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().log1p();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.div(x.getFirst().add(1)));
  }

  /** Returns what proves the op. */
  public static OpProof proof() {
    return OpProof.of(Log1p.class, Samples.ranks(new Log1p(), Arg.between(-0.8, 3)))
        .refusing(
            new Log1p(),
            List.of(TensorType.of(DType.I32, 2)),
            "log1p: needs a floating operand, got i32; cast it");
  }
}
