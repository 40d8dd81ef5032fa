// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/** {@code y = ln(1 + x)} without loss for small {@code x}; {@code dx = dy/(1 + x)}. */
public record Log1p() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().log1p();
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar one = x.getFirst().like(1);
    return DoubleWord.of(one).over(DoubleWord.sum(x.getFirst(), one)).valueOrHigh();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Log1p.class, Samples.ranks(new Log1p(), Arg.between(-0.8, 3)))
        .errorInputs(
            new Log1p(),
            List.of(TensorType.of(DType.I32, 2)),
            "log1p: needs a floating operand, got i32; cast it");
  }
}
