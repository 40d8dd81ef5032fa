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
 * {@code y = a + w·(b − a)}, computed from the nearer end, so that it is {@code a} for {@code w =
 * 0} and {@code b} for {@code w = 1}; {@code da = dy·(1 − w)}, {@code db = dy·w}, {@code dw = dy·(b
 * − a)}.
 */
public record Lerp() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar a = requireFloating(x.get(0));
    Scalar b = requireSame(a, x.get(1));
    Scalar w = requireSame(a, x.get(2));
    Scalar d = b.sub(a);
    return w.less(a.like(0.5)).select(w.fma(d, a), w.sub(1).fma(d, b));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr w = x.get(2);
    return List.of(dy.mul(w.rsub(1)), dy.mul(w), dy.mul(x.get(1).sub(x.get(0))));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Lerp.class, Samples.ranks(new Lerp(), Arg.real(), Arg.real(), Arg.real().except(0.5)))
        .errorInputs(
            new Lerp(),
            List.of(
                TensorType.of(DType.I32, 2),
                TensorType.of(DType.I32, 2),
                TensorType.of(DType.I32, 2)),
            "lerp: needs a floating operand, got i32; cast it")
        .errorInputs(
            new Lerp(),
            List.of(
                TensorType.of(DType.F32, 2),
                TensorType.of(DType.F64, 2),
                TensorType.of(DType.F32, 2)),
            "lerp: operands have different dtypes: f32 and f64; convert one of them, as with"
                + " cast(DType.F32)")
        .errorInputs(
            new Lerp(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2)),
            "lerp: takes more inputs than the given [f32[2], f32[2]]");
  }
}
