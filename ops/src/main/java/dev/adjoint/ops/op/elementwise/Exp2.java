// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWordExponential;
import dev.adjoint.exec.math.DoubleWordLogarithm;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/** {@code y = 2ˣ}; {@code dx = dy·2ˣ·ln 2}. Both are off by at most 1 ulp. */
public record Exp2() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return DoubleWordExponential.base2(v).valueOrHigh();
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.mul(StrictMath.log(2)).exp();
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return DoubleWordExponential.base2(v, DoubleWordLogarithm.ofTwo(v)).valueOrHigh();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Exp2.class, Samples.ranks(new Exp2(), Arg.real()))
        .errorInputs(
            new Exp2(),
            List.of(TensorType.of(DType.I32, 2)),
            "exp2: needs a floating operand, got i32; cast it");
  }
}
