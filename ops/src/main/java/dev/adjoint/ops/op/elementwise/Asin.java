// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordArctangent;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.OddFunction;
import java.util.List;

/**
 * {@code y = arcsin x}, between {@code −π/2} and {@code π/2}, NaN where {@code |x| > 1}; {@code dx
 * = dy/√(1 − x²)}. Both are off by at most 0.7 ulp.
 */
public record Asin() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar a = v.abs();
    Scalar y = DoubleWordArctangent.of(DoubleWord.of(a), cosine(v)).value();
    return OddFunction.of(v, y);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return DoubleWord.of(v.like(1)).over(cosine(v)).valueOrHigh();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Asin.class, Samples.ranks(new Asin(), Arg.between(-0.9, 0.9)))
        .errorInputs(
            new Asin(),
            List.of(TensorType.of(DType.I32, 2)),
            "asin: needs a floating operand, got i32; cast it");
  }

  /** Returns {@code √(1 − v²)}. */
  static DoubleWord cosine(Scalar v) {
    Scalar one = v.like(1);
    return DoubleWord.sum(one, v).times(DoubleWord.sum(one, v.neg())).sqrt();
  }
}
