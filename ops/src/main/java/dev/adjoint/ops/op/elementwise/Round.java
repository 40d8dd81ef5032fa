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
 * The integral value nearest to {@code x}, ties to even, as in IEEE 754 and NumPy. A step: its
 * derivative is 0 wherever it has one.
 */
public record Round() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return v.rint();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Round.class, Samples.ranks(new Round(), Arg.real().except(-1.5, -0.5, 0.5, 1.5)))
        .errorInputs(
            new Round(),
            List.of(TensorType.of(DType.I32, 2)),
            "round: needs a floating operand, got i32; cast it");
  }
}
