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

/** {@code y} is true where {@code x} is ∞ or −∞; no derivative. */
public record IsInf() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return v.abs().equal(v.like(Double.POSITIVE_INFINITY));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(IsInf.class, Samples.ranks(new IsInf(), Arg.real().except(0)))
        .errorInputs(
            new IsInf(),
            List.of(TensorType.of(DType.I32, 2)),
            "isInf: needs a floating operand, got i32; cast it");
  }
}
