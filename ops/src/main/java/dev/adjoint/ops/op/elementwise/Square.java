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

/** {@code y = x²}; {@code dx = 2·dy·x}. */
public record Square() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().mul(x.getFirst());
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(x.getFirst()).mul(2));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Square.class, Samples.ranks(new Square(), Arg.real()))
        .errorInputs(
            new Square(),
            List.of(TensorType.of(DType.BOOL, 2)),
            "square: mul: needs numbers, got bool; cast it");
  }
}
