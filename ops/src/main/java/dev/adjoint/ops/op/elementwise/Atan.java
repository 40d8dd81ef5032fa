// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordArctangent;
import dev.adjoint.exec.math.Precision;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.InverseSquare;
import dev.adjoint.ops.kernel.OddFunction;
import java.util.List;

/**
 * {@code y = arctan x}, between {@code −π/2} and {@code π/2}; {@code dx = dy/(1 + x²)}. Both are
 * off by at most 1.5 ulp.
 */
public record Atan() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar limit = Precision.of(v).number(0x1p30, 0x1p60); // Beyond, the result rounds to π/2
    DoubleWord one = DoubleWord.of(v.like(1));
    Scalar y = DoubleWordArctangent.of(DoubleWord.of(v.abs().min(limit)), one).value();
    return OddFunction.of(v, y);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    DoubleWord one = DoubleWord.of(v.like(1));
    DoubleWord near = one.over(DoubleWord.product(v, v).plus(one));
    // The square of a large number may exceed the format, and 1 is nothing beside it
    Scalar large = Precision.of(v).number(0x1p30, 0x1p60).less(v.abs());
    return large.select(InverseSquare.of(DoubleWord.of(v)), near.value());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Atan.class, Samples.ranks(new Atan(), Arg.real()))
        .errorInputs(
            new Atan(),
            List.of(TensorType.of(DType.I32, 2)),
            "atan: needs a floating operand, got i32; cast it");
  }
}
