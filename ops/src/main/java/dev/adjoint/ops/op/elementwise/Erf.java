// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordExponential;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
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
  public Scalar slope(List<Scalar> x, int input) {
    return bell(x.getFirst());
  }

  /** Returns {@code 2/√π·e^(−x²)}. */
  static Scalar bell(Scalar v) {
    DoubleWord least = DoubleWord.product(v, v).neg();
    DoubleWord factor =
        DoubleWord.constant(
            v, 0x1.20dd76p0, -0x1.f7ac92p-25, 0x1.20dd750429b6dp0, 0x1.1ae3a914fed8p-56);
    Scalar y = DoubleWordExponential.lifted(least).times(factor).value();
    Scalar lowered = y.mul(Math.scalb(1.0, -DoubleWordExponential.lift(v)));
    return DoubleWordExponential.vanishes(least).select(v.like(0), lowered);
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
