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
import dev.adjoint.ops.kernel.InverseSquare;
import java.util.List;

/** {@code y = x/(1 + |x|)}; {@code dx = dy/(1 + |x|)²}. Both are off by at most 0.6 ulp. */
public record Softsign() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar y = DoubleWord.of(v).over(DoubleWord.sum(v.like(1), v.abs())).valueOrHigh();
    Scalar one = v.less(v.like(0)).select(v.like(-1), v.like(1));
    Scalar finite = v.abs().equal(v.like(Double.POSITIVE_INFINITY)).select(one, y);
    return v.equal(v.like(0)).select(v, finite);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.div(v.abs().add(1));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return InverseSquare.of(DoubleWord.sum(v.like(1), v.abs()));
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
