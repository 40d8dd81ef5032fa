// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = x} where {@code |x| > λ}, else 0; {@code dx = dy} where {@code |x| > λ}, else 0.
 *
 * @param lambda half the width of the interval that becomes 0, not negative
 */
public record HardShrink(double lambda) implements Elementwise {
  /** Checks that the width is not negative. */
  public HardShrink {
    Preconditions.checkArgument(lambda >= 0, "hardShrink: lambda must not be negative: %s", lambda);
  }

  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return v.abs().lessEqual(v.like(lambda)).select(v.like(0), v);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return v.like(lambda).less(v.abs()).select(v.like(1), v.like(0));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            HardShrink.class, Samples.ranks(new HardShrink(0.5), Arg.real().except(-0.5, 0.5)))
        .errorInputs(
            new HardShrink(0.5),
            List.of(TensorType.of(DType.I32, 2)),
            "hardShrink: needs a floating operand, got i32; cast it");
  }
}
