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

/** {@code y = |x|}; {@code dx = dy·sign(x)}, which is 0 at {@code x = 0}. */
public record Abs() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().abs();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(x.getFirst().sign()));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Abs.class, Samples.ranks(new Abs(), Arg.real().except(0)))
        .errorInputs(
            new Abs(),
            List.of(TensorType.of(DType.BOOL, 2)),
            "abs: needs a number, got bool; cast it");
  }
}
