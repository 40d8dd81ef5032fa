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
 * {@code y = ln(x/(1 − x))}, ∓∞ at 0 and 1, NaN beyond; {@code dx = dy/(x·(1 − x))}. Both are off
 * by at most 0.55 ulp.
 */
public record Logit() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar one = v.like(1);
    DoubleWord odds = DoubleWord.of(v).over(DoubleWord.sum(one, v.neg()));
    Scalar y = DoubleWordLogarithm.of(odds).value();
    Scalar edge = v.equal(one).select(v.like(Double.POSITIVE_INFINITY), v.like(Double.NaN));
    Scalar below = v.equal(v.like(0)).select(v.like(Double.NEGATIVE_INFINITY), edge);
    return v.like(0).less(v).and(v.less(one)).select(y, below);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    DoubleWord product = DoubleWord.sum(v.like(1), v.neg()).times(v);
    return DoubleWord.of(v.like(1)).over(product).valueOrHigh();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Logit.class, Samples.ranks(new Logit(), Arg.between(0.1, 0.9)))
        .errorInputs(
            new Logit(),
            List.of(TensorType.of(DType.I32, 2)),
            "logit: needs a floating operand, got i32; cast it");
  }
}
