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
 * {@code y = a / b}, element by element; {@code da = dy/b}, {@code db = −da·y}.
 *
 * <p>Integer quotients are truncated towards zero, as in Java. Division by 0 gives 0, since no run
 * fails because of the value of an element; the smallest integer divided by −1 gives itself.
 */
public record Div() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(0).div(x.get(1));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr da = dy.div(x.get(1));
    return List.of(da, da.mul(y).neg());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Div.class, Samples.ranks(new Div(), Arg.real(), Arg.between(0.4, 2)))
        .and(Sample.of(new Div(), Arg.real(3), Arg.between(-2, -0.4, 3)))
        .errorInputs(
            new Div(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "div: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Div(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "div: operands have different dtypes: f32 and f64; convert one of them, as with cast(DType.F32)")
        .errorInputs(
            new Div(),
            List.of(TensorType.of(DType.BOOL, 2), TensorType.of(DType.BOOL, 2)),
            "div: needs numbers, got bool; cast it")
        .errorInputs(
            new Div(),
            List.of(TensorType.of(DType.F32, 2)),
            "div: takes more inputs than the given [f32[2]]");
  }
}
