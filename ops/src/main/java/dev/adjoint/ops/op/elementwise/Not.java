// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Arg;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.OpProof;
import dev.adjoint.ops.Samples;
import java.util.List;

/** {@code y} is true where {@code x} is not; no derivative. */
public record Not() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().not();
  }

  /** Returns what proves the op. */
  public static OpProof proof() {
    return OpProof.of(Not.class, Samples.ranks(new Not(), Arg.bool()))
        .refusing(
            new Not(),
            List.of(TensorType.of(DType.I32, 2)),
            "not: needs a bool operand, got i32; cast it");
  }
}
