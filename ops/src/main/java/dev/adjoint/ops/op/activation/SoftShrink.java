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
 * {@code y = x − λ} where {@code x > λ}, {@code x + λ} where {@code x < −λ}, else 0; {@code dx =
 * dy} where {@code |x| > λ}, else 0.
 *
 * @param lambda half the width of the interval that becomes 0, not negative
 */
public record SoftShrink(double lambda) implements Elementwise {
  /** Checks that the width is not negative. */
  public SoftShrink {
    Preconditions.checkArgument(lambda >= 0, "softShrink: lambda must not be negative: %s", lambda);
  }

  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar low = v.less(v.like(-lambda)).select(v.add(lambda), v.mul(0));
    return v.like(lambda).less(v).select(v.sub(lambda), low);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return v.like(lambda).less(v.abs()).select(v.like(1), v.like(0));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            SoftShrink.class, Samples.ranks(new SoftShrink(0.5), Arg.real().except(-0.5, 0.5)))
        .errorInputs(
            new SoftShrink(0.5),
            List.of(TensorType.of(DType.I32, 2)),
            "softShrink: needs a floating operand, got i32; cast it");
  }
}
