// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.Precision;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/** {@code y = 1/√x}; {@code dx = −dy/(2x·√x)}. Both are off by at most 0.65 ulp. */
public record Rsqrt() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Precision p = Precision.of(v);
    Scalar tiny = v.less(p.number(0x1p-60, 0x1p-900));
    Scalar lifted = tiny.select(v.mul(p.number(0x1p48, 0x1p108)), v);
    Scalar y = DoubleWord.of(v.like(1)).over(DoubleWord.of(lifted).sqrt()).valueOrHigh();
    return tiny.select(y.mul(p.number(0x1p24, 0x1p54)), y);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    DoubleWord root = DoubleWord.of(v).sqrt();
    return DoubleWord.of(v.like(-0.5)).over(root).over(DoubleWord.of(v)).valueOrHigh();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Rsqrt.class, Samples.ranks(new Rsqrt(), Arg.between(0.2, 3)))
        .errorInputs(
            new Rsqrt(),
            List.of(TensorType.of(DType.I32, 2)),
            "rsqrt: needs a floating operand, got i32; cast it");
  }
}
