// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = x/(1 + |x|)}; {@code dx = dy/(1 + |x|)²}. Both are off by at most 0.55 ulp, the factor
 * of {@code dy} next to the subnormal numbers by 1.5.
 */
public record Softsign() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar y = DoubleWord.of(v).over(DoubleWord.sum(v.like(1), v.abs())).valueOrHigh();
    Scalar one = v.less(v.like(0)).select(v.like(-1), v.like(1));
    return v.abs().equal(v.like(Double.POSITIVE_INFINITY)).select(one, y);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.div(v.abs().add(1));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    DoubleWord r = DoubleWord.of(v.like(1)).over(DoubleWord.sum(v.like(1), v.abs()));
    return r.times(r).valueOrHigh();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Softsign.class, Samples.ranks(new Softsign(), Arg.real().except(0)))
        .errorInputs(
            new Softsign(),
            List.of(TensorType.of(DType.I32, 2)),
            "softsign: needs a floating operand, got i32; cast it");
  }
}
