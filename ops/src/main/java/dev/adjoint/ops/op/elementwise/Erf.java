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
 * The error function {@code y = 2/√π·∫₀ˣ e^(−t²) dt} (Abramowitz and Stegun, <i>Handbook of
 * Mathematical Functions</i>, 1964, 7.1.1); {@code dx = dy·2/√π·exp(−x²)}.
 */
public record Erf() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().erf();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(x.getFirst().square().neg().exp().mul(2 / Math.sqrt(Math.PI)).mul(dy));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Erf.class, Samples.ranks(new Erf(), Arg.real()))
        .errorInputs(
            new Erf(),
            List.of(TensorType.of(DType.I32, 2)),
            "erf: needs a floating operand, got i32; cast it");
  }
}
