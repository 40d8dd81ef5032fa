// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordSine;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = tan x}, an angle in radians; {@code dx = dy·(1 + tan² x)}. Both are off by at most 0.9
 * ulp.
 */
public record Tan() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar y = DoubleWordSine.tangent(v).value();
    Scalar right = v.equal(v.like(0)).select(v, y);
    return v.abs().less(v.like(Double.POSITIVE_INFINITY)).select(right, v.like(Double.NaN));
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.sin().div(v.cos());
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    DoubleWord y = DoubleWordSine.tangent(v);
    Scalar slope = y.times(y).plus(DoubleWord.of(v.like(1))).value();
    return v.abs().less(v.like(Double.POSITIVE_INFINITY)).select(slope, v.like(Double.NaN));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Tan.class, Samples.ranks(new Tan(), Arg.between(-1.2, 1.2)))
        .errorInputs(
            new Tan(),
            List.of(TensorType.of(DType.I32, 2)),
            "tan: needs a floating operand, got i32; cast it");
  }
}
