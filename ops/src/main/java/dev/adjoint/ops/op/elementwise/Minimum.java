// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y} is the smaller of {@code a} and {@code b}, NaN if either is; {@code dy} goes to the one
 * that was taken, and half to each where they are equal.
 */
public record Minimum() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(0).min(x.get(1));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr a = x.get(0);
    Expr b = x.get(1);
    Expr tie = Expr.where(a.equal(b), dy.mul(0.5), 0);
    return List.of(Expr.where(a.less(b), dy, tie), Expr.where(b.less(a), dy, tie));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Minimum.class, Samples.ranks(new Minimum(), Arg.between(-2, -0.1), Arg.between(0.1, 2)))
        .and(
            Sample.of(new Minimum(), Arg.between(0.1, 2, 3), Arg.between(-2, -0.1, 3)),
            Sample.of(
                new Minimum(), Arg.fixed(Tensor.of(1.5, -2, 0.5)), Arg.fixed(Tensor.of(1.0, 0, 3))))
        .errorInputs(
            new Minimum(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "minimum: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Minimum(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "minimum: min: operands have different dtypes: f32 and f64; convert one of them, as with cast(DType.F32)")
        .errorInputs(
            new Minimum(),
            List.of(TensorType.of(DType.BOOL, 2), TensorType.of(DType.BOOL, 2)),
            "minimum: min: needs numbers, got bool; cast it")
        .errorInputs(
            new Minimum(),
            List.of(TensorType.of(DType.F32, 2)),
            "minimum: takes more inputs than the given [f32[2]]");
  }
}
