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

/** {@code y = a · b}, element by element; {@code da = dy·b}, {@code db = dy·a}. */
public record Mul() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(0).mul(x.get(1));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(x.get(1)), dy.mul(x.get(0)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Mul.class, Samples.ranks(new Mul(), Arg.real(), Arg.real()))
        .errorInputs(
            new Mul(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "mul: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Mul(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "mul: operands have different dtypes: f32 and f64; convert one of them, as with cast(DType.F32)")
        .errorInputs(
            new Mul(),
            List.of(TensorType.of(DType.BOOL, 2), TensorType.of(DType.BOOL, 2)),
            "mul: needs numbers, got bool; cast it")
        .errorInputs(
            new Mul(),
            List.of(TensorType.of(DType.F32, 2)),
            "mul: takes more inputs than the given [f32[2]]");
  }
}
