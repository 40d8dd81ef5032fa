// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/** {@code y} is true where {@code x} is not, bit by bit for integers; no derivative. */
public record Not() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.dtype().isInteger() ? v.xor(v.like(-1)) : v.not();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Not.class, Samples.ranks(new Not(), Arg.bool()))
        .and(Sample.of(new Not(), Arg.index(DType.I32, 8, 9)))
        .errorInputs(
            new Not(),
            List.of(TensorType.of(DType.F32, 2)),
            "not: needs a bool operand, got f32; cast it");
  }
}
