// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordLogarithm;
import dev.adjoint.exec.math.Precision;
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
 * {@code y = artanh x = ½·ln((1 + x)/(1 − x))}, ±∞ at {@code ±1}, NaN beyond; {@code dx = dy/(1 −
 * x²)}. Both are off by at most 0.55 ulp.
 */
public record Atanh() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar a = v.abs();
    Scalar one = v.like(1);
    DoubleWord quotient = DoubleWord.sum(one, a).over(DoubleWord.sum(one, a.neg()));
    Scalar log = DoubleWordLogarithm.of(quotient).scaled(0.5).value();
    Scalar inside = a.less(Precision.of(v).number(0x1p-13, 0x1p-28)).select(a, log);
    Scalar edge = a.equal(one).select(v.like(Double.POSITIVE_INFINITY), v.like(Double.NaN));
    Scalar y = a.less(one).select(inside, edge);
    return OddFunction.of(v, y);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    Scalar one = v.like(1);
    DoubleWord product = DoubleWord.sum(one, v).times(DoubleWord.sum(one, v.neg()));
    return DoubleWord.of(one).over(product).valueOrHigh();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Atanh.class, Samples.ranks(new Atanh(), Arg.between(-0.9, 0.9)))
        .errorInputs(
            new Atanh(),
            List.of(TensorType.of(DType.I32, 2)),
            "atanh: needs a floating operand, got i32; cast it");
  }
}
