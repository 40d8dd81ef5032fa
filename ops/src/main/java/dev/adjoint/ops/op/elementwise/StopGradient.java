// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/** {@code y = x}, treated as a constant: no derivative. */
public record StopGradient() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(StopGradient.class, Samples.ranks(new StopGradient(), Arg.index(DType.I32, 9)))
        .and(Sample.of(new StopGradient(), Arg.bool(3)))
        .errorInputs(
            new StopGradient(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 3)),
            "stopGradient: shapes differ: [f32[2], f32[3]]; broadcast them to one shape first");
  }
}
