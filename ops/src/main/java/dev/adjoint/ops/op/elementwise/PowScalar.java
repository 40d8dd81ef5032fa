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

/**
 * {@code y = xᵇ} for a fixed exponent {@code b}, with the special values of {@link Pow}; {@code dx
 * = dy·b·xᵇ⁻¹}, which is 0 if {@code b} is.
 *
 * @param exponent the exponent {@code b}
 */
public record PowScalar(double exponent) implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().pow(x.getFirst().like(exponent));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr slope =
        exponent == 0 ? x.getFirst().zerosLike() : x.getFirst().pow(exponent - 1).mul(exponent);
    return List.of(dy.mul(slope));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(PowScalar.class, Samples.ranks(new PowScalar(3), Arg.real()))
        .and(
            Sample.of(new PowScalar(-1.5), Arg.between(0.3, 2, 3)),
            Sample.of(new PowScalar(0), Arg.real(3)),
            Sample.of(new PowScalar(1), Arg.real(3)))
        .errorInputs(
            new PowScalar(2),
            List.of(TensorType.of(DType.I32, 2)),
            "powScalar: pow: needs a floating operand, got i32; cast it");
  }
}
