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

/**
 * {@code y = a·ln(1 + b)}, 0 where {@code a = 0} unless {@code b} is NaN; {@code da = dy·ln(1 + b)}
 * and {@code db = dy·a/(1 + b)}, which is 0 where {@code a = 0}. The value is off by at most 0.95
 * ulp.
 */
public record Xlog1py() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar a = requireFloating(x.get(0));
    Scalar b = requireSame(a, x.get(1));
    DoubleWord log = DoubleWordLogarithm.ofOnePlus(DoubleWord.of(b));
    Scalar positive = a.like(-1).less(b).and(b.less(a.like(Double.POSITIVE_INFINITY)));
    Scalar y = positive.select(log.times(a).valueOrHigh(), a.mul(b.log1p()));
    return a.equal(a.like(0)).and(b.equal(b)).select(a.like(0), y);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar a = x.get(0);
    return a.mul(x.get(1).log1p());
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar a = x.get(0);
    Scalar b = x.get(1);
    Scalar slope = DoubleWord.of(a).over(DoubleWord.sum(b.like(1), b)).valueOrHigh();
    // 0 at a = 0, but as a quotient where it is one: that has a derivative by a.
    Scalar outside = a.like(-1).less(b).and(b.less(a.like(Double.POSITIVE_INFINITY))).not();
    return input == 0 ? b.log1p() : a.equal(a.like(0)).and(outside).select(a, slope);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Xlog1py.class, Samples.ranks(new Xlog1py(), Arg.real(), Arg.between(-0.6, 3)))
        .errorInputs(
            new Xlog1py(),
            List.of(TensorType.of(DType.I32, 2), TensorType.of(DType.I32, 2)),
            "xlog1py: needs a floating operand, got i32; cast it")
        .errorInputs(
            new Xlog1py(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "xlog1py: operands have different dtypes: f32 and f64; convert one of them, as with"
                + " cast(DType.F32)")
        .errorInputs(
            new Xlog1py(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "xlog1py: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Xlog1py(),
            List.of(TensorType.of(DType.F32, 2)),
            "xlog1py: takes more inputs than the given [f32[2]]");
  }
}
