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
 * {@code y = a} where the truth value {@code c} is true, else {@code b}; {@code da = dy} where
 * {@code c}, else 0, and {@code db} the opposite.
 */
public record Where() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(0).select(x.get(1), x.get(2));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr c = x.getFirst();
    return List.of(Expr.none(), Expr.where(c, dy, 0), Expr.where(c, 0, dy));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Where.class, Samples.ranks(new Where(), Arg.bool(), Arg.real(), Arg.real()))
        .and(
            Sample.of(
                new Where(), Arg.bool(6), Arg.index(DType.I64, 9, 6), Arg.index(DType.I64, 9, 6)))
        .errorInputs(
            new Where(),
            List.of(
                TensorType.of(DType.F32, 2),
                TensorType.of(DType.F32, 2),
                TensorType.of(DType.F32, 2)),
            "where: select: needs a bool condition, got f32; cast it")
        .errorInputs(
            new Where(),
            List.of(
                TensorType.of(DType.BOOL, 2),
                TensorType.of(DType.F32, 2),
                TensorType.of(DType.F64, 2)),
            "where: select: operands have different dtypes: f32 and f64; convert one of them, as with cast(DType.F32)")
        .errorInputs(
            new Where(),
            List.of(
                TensorType.of(DType.BOOL, 2),
                TensorType.of(DType.F32, 2),
                TensorType.of(DType.F32, 3)),
            "where: shapes differ: [bool[2], f32[2], f32[3]]; broadcast them to one shape first")
        .errorInputs(
            new Where(),
            List.of(TensorType.of(DType.BOOL, 2), TensorType.of(DType.F32, 2)),
            "where: takes more inputs than the given [bool[2], f32[2]]");
  }
}
