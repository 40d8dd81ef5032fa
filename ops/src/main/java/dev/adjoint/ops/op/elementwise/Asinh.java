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
 * {@code y = arsinh x = ln(x + √(x² + 1))}; {@code dx = dy/√(x² + 1)}. Both are off by at most 0.75
 * ulp.
 */
public record Asinh() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar a = v.abs();
    Scalar large = Precision.of(v).number(0x1p13, 0x1p28).less(a);
    DoubleWord one = DoubleWord.of(v.like(1));
    DoubleWord square = DoubleWord.product(a, a);
    DoubleWord rest = square.over(square.plus(one).sqrt().plus(one));
    DoubleWord argument = DoubleWord.sum(v.like(1), a).plus(rest);
    DoubleWord log = DoubleWordLogarithm.of(DoubleWord.select(large, DoubleWord.of(a), argument));
    DoubleWord far = log.plus(DoubleWordLogarithm.ofTwo(v));
    Scalar sum = DoubleWord.select(large, far, log).value();
    Scalar tiny = Precision.of(v).number(0x1p-13, 0x1p-28);
    Scalar y = tiny.less(a).and(a.less(v.like(Double.POSITIVE_INFINITY))).select(sum, a);
    return OddFunction.of(v, y);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    Scalar large = Precision.of(v).number(0x1p30, 0x1p60).less(v.abs());
    DoubleWord one = DoubleWord.of(v.like(1));
    DoubleWord root = DoubleWord.product(v, v).plus(one).sqrt();
    return one.over(DoubleWord.select(large, DoubleWord.of(v.abs()), root)).valueOrHigh();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Asinh.class, Samples.ranks(new Asinh(), Arg.real()))
        .errorInputs(
            new Asinh(),
            List.of(TensorType.of(DType.I32, 2)),
            "asinh: needs a floating operand, got i32; cast it");
  }
}
