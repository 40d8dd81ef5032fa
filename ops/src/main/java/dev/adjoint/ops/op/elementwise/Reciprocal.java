// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.InverseSquare;
import java.util.List;

/**
 * {@code y = 1/x}; {@code dx = −dy/x²}. The value is rounded once, the factor of {@code dy} is off
 * by at most 0.6 ulp.
 */
public record Reciprocal() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return v.like(1).div(v);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    return InverseSquare.of(DoubleWord.of(x.getFirst())).neg();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Reciprocal.class, Samples.ranks(new Reciprocal(), Arg.between(0.3, 2)))
        .and(Sample.of(new Reciprocal(), Arg.between(-2, -0.3, 3)))
        .errorInputs(
            new Reciprocal(),
            List.of(TensorType.of(DType.I32, 2)),
            "reciprocal: needs a floating operand, got i32; cast it");
  }
}
