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
 * {@code y = min(max(x, low), high)}; {@code dx = dy} where {@code low < x < high}, else 0: also at
 * the bounds, unlike {@link dev.adjoint.ops.op.elementwise.Clamp}. With bounds 0 and 6 it is relu6.
 *
 * @param low the lower bound
 * @param high the upper bound
 */
public record HardTanh(double low, double high) implements Elementwise {
  /** Checks that the bounds are in order. */
  public HardTanh {
    Preconditions.checkArgument(
        low <= high, "hardTanh: low must not be above high: %s, %s", low, high);
  }

  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return v.max(v.like(low)).min(v.like(high));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    Scalar inside = v.like(low).less(v).and(v.less(v.like(high)));
    return inside.select(v.like(1), v.like(0));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            HardTanh.class, Samples.ranks(new HardTanh(-0.5, 1), Arg.real().except(-0.5, 1)))
        .errorInputs(
            new HardTanh(-0.5, 1),
            List.of(TensorType.of(DType.I32, 2)),
            "hardTanh: needs a floating operand, got i32; cast it");
  }
}
