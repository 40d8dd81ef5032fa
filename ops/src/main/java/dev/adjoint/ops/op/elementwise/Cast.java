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
 * {@code y = x} in another dtype, converted as Java converts; {@code dx = dy} in the dtype of
 * {@code x} where both are floating.
 *
 * <p>A floating number is truncated towards zero to an integer and saturates at the smallest and
 * largest one; NaN becomes 0. I64 keeps its lower 32 bits as I32. Integers and F64 are rounded to
 * the nearest floating number. Every number but 0 is true, including NaN; true is 1 and false 0.
 *
 * @param to the dtype of the output
 */
public record Cast(DType to) implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().cast(to);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    DType from = x.getFirst().dtype();
    return List.of(from.isFloating() && to.isFloating() ? dy.cast(from) : Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Cast.class, Samples.ranks(new Cast(DType.F64), Arg.real()))
        .and(
            Sample.of(
                new Cast(DType.I32), Arg.between(-5, 5, 4).except(-4, -3, -2, -1, 0, 1, 2, 3, 4)),
            Sample.of(new Cast(DType.BOOL), Arg.index(DType.I64, 3, 4)),
            Sample.of(new Cast(DType.F32), Arg.bool(4)),
            Sample.of(new Cast(DType.I64), Arg.index(DType.I32, 9, 4)))
        .errorInputs(
            new Cast(DType.F32),
            List.of(TensorType.of(DType.F64, 2), TensorType.of(DType.F64, 3)),
            "cast: shapes differ: [f64[2], f64[3]]; broadcast them to one shape first");
  }
}
