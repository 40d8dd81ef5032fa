// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.LogisticSlope;
import java.util.List;

/**
 * {@code y = tanh x}; {@code dx = dy·(1 − tanh² x)}. The factor of {@code dy} comes from the input,
 * see {@link LogisticSlope}; it is off by at most 3 ulp.
 */
public record Tanh() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().tanh();
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    return LogisticSlope.ofTanh(x.getFirst());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Tanh.class, Samples.ranks(new Tanh(), Arg.real()))
        .errorInputs(
            new Tanh(),
            List.of(TensorType.of(DType.I32, 2)),
            "tanh: needs a floating operand, got i32; cast it");
  }
}
