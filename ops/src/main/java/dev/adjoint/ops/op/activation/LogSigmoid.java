// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordExponential;
import dev.adjoint.exec.math.DoubleWordLogarithm;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = ln(1/(1 + e⁻ˣ))}, computed as {@code min(x, 0) − ln(1 + e^−|x|)}; {@code dx = dy/(1 +
 * eˣ)}. Both are off by at most 0.95 ulp.
 */
public record LogSigmoid() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    DoubleWord e = DoubleWordExponential.decay(DoubleWord.of(v.abs().neg()));
    DoubleWord log = DoubleWordLogarithm.ofOnePlus(e);
    Scalar least = v.min(v.like(0));
    // Where the logarithm is too small, −0 remains
    Scalar y = DoubleWord.of(least.neg()).plus(log).value().neg();
    Scalar limit = v.less(v.like(Double.POSITIVE_INFINITY)).select(least, v.like(-0.0));
    return v.abs().less(v.like(Double.POSITIVE_INFINITY)).select(y, v.equal(v).select(limit, v));
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    // Not by |v| and min, whose slopes at 0 would make the second derivative there 0.
    Scalar negative = v.less(v.like(0));
    Scalar log = negative.select(v, v.neg()).exp().log1p();
    return negative.select(v, v.like(0)).sub(log);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    DoubleWord e = DoubleWordExponential.decay(DoubleWord.of(v.abs().neg()));
    DoubleWord one = DoubleWord.of(v.like(1));
    return DoubleWord.select(v.less(v.like(0)), one, e).over(one.plus(e)).value();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(LogSigmoid.class, Samples.ranks(new LogSigmoid(), Arg.real()))
        .and(Sample.of(new LogSigmoid(), Arg.between(-9, 9, 6)))
        .errorInputs(
            new LogSigmoid(),
            List.of(TensorType.of(DType.I32, 2)),
            "logSigmoid: needs a floating operand, got i32; cast it");
  }
}
