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
import java.util.List;

/**
 * {@code y = arcosh x = ln(x + √(x² − 1))}, NaN where {@code x < 1}; {@code dx = dy/√(x² − 1)}.
 * Both are off by at most 0.9 ulp.
 */
public record Acosh() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar large = Precision.of(v).number(0x1p13, 0x1p28).less(v);
    DoubleWord less = DoubleWord.sum(v, v.like(-1));
    DoubleWord root = less.times(DoubleWord.sum(v, v.like(1))).sqrt();
    DoubleWord argument = DoubleWord.of(v).plus(root);
    DoubleWord log = DoubleWordLogarithm.of(DoubleWord.select(large, DoubleWord.of(v), argument));
    DoubleWord far = log.plus(DoubleWordLogarithm.ofTwo(v));
    Scalar y = DoubleWord.select(large, far, log).value();
    Scalar right = v.less(v.like(Double.POSITIVE_INFINITY)).select(y, v);
    return v.like(1).lessEqual(v).select(right, v.like(Double.NaN));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    Scalar large = Precision.of(v).number(0x1p30, 0x1p60).less(v);
    DoubleWord one = DoubleWord.of(v.like(1));
    DoubleWord root = DoubleWord.sum(v, v.like(-1)).times(DoubleWord.sum(v, v.like(1))).sqrt();
    Scalar slope = one.over(DoubleWord.select(large, DoubleWord.of(v), root)).valueOrHigh();
    return v.less(v.like(1)).select(v.like(Double.NaN), slope);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Acosh.class, Samples.ranks(new Acosh(), Arg.between(1.2, 4)))
        .errorInputs(
            new Acosh(),
            List.of(TensorType.of(DType.I32, 2)),
            "acosh: needs a floating operand, got i32; cast it");
  }
}
