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
 * {@code y = −x·ln x}, 0 at 0, −∞ for negative {@code x}: the term of an entropy; {@code dx =
 * −dy·(ln x + 1)}. The value is off by at most 0.85 ulp.
 */
public record Entropy() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar infinity = v.like(Double.POSITIVE_INFINITY);
    Scalar y = DoubleWordLogarithm.of(DoubleWord.of(v)).times(v.neg()).valueOrHigh();
    Scalar edge =
        v.equal(v.like(0))
            .select(v.like(0), v.less(infinity).or(v.equal(infinity)).select(infinity.neg(), v));
    return v.like(0).less(v).and(v.less(infinity)).select(y, edge);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.mul(v.log()).neg();
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    DoubleWord log = DoubleWordLogarithm.of(DoubleWord.of(v)).plus(DoubleWord.of(v.like(1)));
    return v.like(0)
        .less(v)
        .and(v.less(v.like(Double.POSITIVE_INFINITY)))
        .select(log.value().neg(), v.log().neg());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Entropy.class, Samples.ranks(new Entropy(), Arg.between(0.2, 3)))
        .errorInputs(
            new Entropy(),
            List.of(TensorType.of(DType.I32, 2)),
            "entropy: needs a floating operand, got i32; cast it");
  }
}
