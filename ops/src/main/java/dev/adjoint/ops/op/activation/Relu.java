// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/** {@code y = max(x, 0)}; {@code dx = dy} where {@code x > 0}, else 0, at {@code x = 0} too. */
public record Relu() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().max(x.getFirst().like(0));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    // y > 0 is equivalent to x > 0, so x need not be kept.
    return List.of(Expr.where(y.greater(0), dy, 0));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Relu.class, Samples.ranks(new Relu(), Arg.real().except(0)))
        .errorInputs(
            new Relu(),
            List.of(TensorType.of(DType.BOOL, 2)),
            "relu: max: needs numbers, got bool; cast it");
  }
}
