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
 * {@code y = ln(1 + eˣ)}, computed as {@code max(x, 0) + ln(1 + e^−|x|)}, which cannot overflow;
 * {@code dx = dy·sigmoid(x)}. Both are off by at most 0.95 ulp.
 */
public record Softplus() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    DoubleWord e = DoubleWordExponential.decay(DoubleWord.of(v.abs().neg()));
    Scalar most = v.max(v.like(0));
    Scalar y = DoubleWord.of(most).plus(DoubleWordLogarithm.ofOnePlus(e)).value();
    return v.abs().less(v.like(Double.POSITIVE_INFINITY)).select(y, most);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    // Not by |v| and max, whose slopes at 0 would make the second derivative there 0.
    Scalar negative = v.less(v.like(0));
    return negative.select(v.like(0), v).add(negative.select(v, v.neg()).exp().log1p());
  }

  /** {@inheritDoc} That of {@link LogSigmoid} mirrored. */
  @Override
  public Scalar slope(List<Scalar> x, int input) {
    return new LogSigmoid().slope(List.of(x.getFirst().neg()), 0);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Softplus.class, Samples.ranks(new Softplus(), Arg.real()))
        .and(Sample.of(new Softplus(), Arg.between(-9, 9, 6)))
        .errorInputs(
            new Softplus(),
            List.of(TensorType.of(DType.I32, 2)),
            "softplus: needs a floating operand, got i32; cast it");
  }
}
