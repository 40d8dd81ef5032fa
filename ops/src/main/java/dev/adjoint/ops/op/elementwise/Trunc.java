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
 * The integral part of {@code x}, truncated towards zero. A step: its derivative is 0 wherever it
 * has one.
 */
public record Trunc() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return v.less(v.like(0)).select(v.neg().floor().neg(), v.floor());
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Trunc.class, Samples.ranks(new Trunc(), Arg.real().except(-1, 0, 1)))
        .errorInputs(
            new Trunc(),
            List.of(TensorType.of(DType.I32, 2)),
            "trunc: needs a floating operand, got i32; cast it");
  }
}
