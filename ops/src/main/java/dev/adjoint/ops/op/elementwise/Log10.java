// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordLogarithm;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/** {@code y = log₁₀ x}; {@code dx = dy/(x·ln 10)}. Both are off by at most 0.7 ulp. */
public record Log10() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return DoubleWordLogarithm.withEdges(DoubleWordLogarithm.base10(v).value(), v);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.log().mul(1 / StrictMath.log(10));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return DoubleWord.constant(
            v, 0x1.bcb7b2p-2, -0x1.5b235ep-27, 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57)
        .over(DoubleWord.of(v))
        .valueOrHigh();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Log10.class, Samples.ranks(new Log10(), Arg.between(0.2, 3)))
        .errorInputs(
            new Log10(),
            List.of(TensorType.of(DType.I32, 2)),
            "log10: needs a floating operand, got i32; cast it");
  }
}
