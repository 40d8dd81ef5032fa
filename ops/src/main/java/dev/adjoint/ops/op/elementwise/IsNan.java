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

/** {@code y} is true where {@code x} is NaN; no derivative. */
public record IsNan() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return v.equal(v).not();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(IsNan.class, Samples.ranks(new IsNan(), Arg.real()))
        .errorInputs(
            new IsNan(),
            List.of(TensorType.of(DType.I32, 2)),
            "isNan: needs a floating operand, got i32; cast it");
  }
}
