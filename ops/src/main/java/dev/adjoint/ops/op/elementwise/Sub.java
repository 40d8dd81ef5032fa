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

/** {@code y = a − b}; {@code da = dy}, {@code db = −dy}. */
public record Sub() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(0).sub(x.get(1));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy, dy.neg());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Sub.class, Samples.ranks(new Sub(), Arg.real(), Arg.real()))
        .errorInputs(
            new Sub(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "sub: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Sub(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "sub: operands have different dtypes: f32 and f64; convert one of them, as with cast(DType.F32)")
        .errorInputs(
            new Sub(),
            List.of(TensorType.of(DType.BOOL, 2), TensorType.of(DType.BOOL, 2)),
            "sub: needs numbers, got bool; cast it")
        .errorInputs(
            new Sub(),
            List.of(TensorType.of(DType.F32, 2)),
            "sub: takes more inputs than the given [f32[2]]");
  }
}
