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
 * {@code y = tanh x}; {@code dx = dy·(1 − y²)}.
 *
 * <p>The factor of {@code dy} comes from the output, so that {@code x} need not be kept and no
 * exponential is taken again. Its absolute error is about that of {@code y}; its digits are lost
 * where it is small, and it is 0 from {@code |x|} about 9 on in F32, 19 in F64.
 */
public record Tanh() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().tanh();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(y.square().rsub(1)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Tanh.class, Samples.ranks(new Tanh(), Arg.real()))
        .errorInputs(
            new Tanh(),
            List.of(TensorType.of(DType.I32, 2)),
            "tanh: needs a floating operand, got i32; cast it");
  }
}
