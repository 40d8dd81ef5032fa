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

/** {@code y = −x}; {@code dx = −dy}. */
public record Neg() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().neg();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.neg());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Neg.class, Samples.ranks(new Neg(), Arg.real()))
        .errorInputs(
            new Neg(),
            List.of(TensorType.of(DType.BOOL, 2)),
            "neg: needs a number, got bool; cast it");
  }
}
