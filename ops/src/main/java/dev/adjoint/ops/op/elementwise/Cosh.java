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

/** {@code y = cosh x}; {@code dx = dy·sinh x}. Both are off by at most 0.65 ulp. */
public record Cosh() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return of(requireFloating(x.getFirst()));
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.exp().add(v.neg().exp()).mul(0.5);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    return new Sinh().body(x);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Cosh.class, Samples.ranks(new Cosh(), Arg.real()))
        .errorInputs(
            new Cosh(),
            List.of(TensorType.of(DType.I32, 2)),
            "cosh: needs a floating operand, got i32; cast it");
  }

  static Scalar of(Scalar v) {
    DoubleWord half = DoubleWordExponential.halfOfGrowth(v.abs());
    Scalar sum = half.plus(DoubleWord.of(v.like(0.25)).over(half)).value();
    Scalar y = half.high().less(v.like(Double.POSITIVE_INFINITY)).select(sum, half.high());
    return v.equal(v).select(y, v);
  }
}
