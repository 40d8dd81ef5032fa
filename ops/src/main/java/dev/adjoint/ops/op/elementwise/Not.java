// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/** {@code y} is true where {@code x} is not; no derivative. */
public record Not() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().not();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Not.class, Samples.ranks(new Not(), Arg.bool()))
        .errorInputs(
            new Not(),
            List.of(TensorType.of(DType.I32, 2)),
            "not: needs a bool operand, got i32; cast it");
  }
}
