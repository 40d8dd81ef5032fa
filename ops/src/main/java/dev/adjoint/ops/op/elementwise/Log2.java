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

/** {@code y = log₂ x}; {@code dx = dy/(x·ln 2)}. Both are off by at most 0.7 ulp. */
public record Log2() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return DoubleWordLogarithm.withEdges(DoubleWordLogarithm.base2(v).value(), v);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.log().mul(1 / StrictMath.log(2));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return DoubleWord.constant(
            v, 0x1.715476p0, 0x1.4ae0cp-26, 0x1.71547652b82fep0, 0x1.777d0ffda0d24p-56)
        .over(DoubleWord.of(v))
        .valueOrHigh();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Log2.class, Samples.ranks(new Log2(), Arg.between(0.2, 3)))
        .errorInputs(
            new Log2(),
            List.of(TensorType.of(DType.I32, 2)),
            "log2: needs a floating operand, got i32; cast it");
  }
}
