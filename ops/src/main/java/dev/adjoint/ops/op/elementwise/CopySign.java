// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.Precision;
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
 * {@code |a|} with the sign of {@code b}, that of −0 and of NaN included; {@code da = ±dy}, 0 at
 * {@code a = 0}, and no derivative by {@code b}.
 */
public record CopySign() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar a = requireFloating(x.get(0));
    Scalar b = requireSame(a, x.get(1));
    return Precision.of(a).withSign(a.abs(), b);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar a = x.get(0);
    return x.get(1).less(a.like(0)).select(a.abs().neg(), a.abs());
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr sign = x.get(0).sign();
    Expr one = Expr.apply(new CopySign(), x.get(0).onesLike(), x.get(1));
    return List.of(dy.mul(sign.mul(one)), Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            CopySign.class,
            Samples.ranks(new CopySign(), Arg.real().except(0), Arg.between(-2, -0.1)))
        .and(Sample.of(new CopySign(), Arg.between(-2, -0.1, 4), Arg.between(0.1, 2, 4)))
        .errorInputs(
            new CopySign(),
            List.of(TensorType.of(DType.I32, 2), TensorType.of(DType.I32, 2)),
            "copySign: needs a floating operand, got i32; cast it")
        .errorInputs(
            new CopySign(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "copySign: operands have different dtypes: f32 and f64; convert one of them, as with"
                + " cast(DType.F32)")
        .errorInputs(
            new CopySign(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "copySign: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new CopySign(),
            List.of(TensorType.of(DType.F32, 2)),
            "copySign: takes more inputs than the given [f32[2]]");
  }
}
