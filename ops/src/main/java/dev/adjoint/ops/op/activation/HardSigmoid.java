// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = min(max(x + 3, 0), 6)/6}; {@code dx = dy/6} where {@code −3 < x < 3}, else 0. From
 * Howard et al., "Searching for MobileNetV3", 2019. Off by at most 1 ulp.
 */
public record HardSigmoid() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return v.lessEqual(v.like(-3))
        .select(v.like(0), v.like(3).less(v).select(v.like(1), inside(v).value()));
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.add(3).max(v.like(0)).min(v.like(6)).div(6);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return v.abs().less(v.like(3)).select(v.like(1.0 / 6), v.like(0));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            HardSigmoid.class, Samples.ranks(new HardSigmoid(), Arg.between(-4, 4).except(-3, 3)))
        .errorInputs(
            new HardSigmoid(),
            List.of(TensorType.of(DType.I32, 2)),
            "hardSigmoid: needs a floating operand, got i32; cast it");
  }

  /** Returns {@code (v + 3)/6}. */
  static DoubleWord inside(Scalar v) {
    return DoubleWord.sum(v, v.like(3)).times(sixth(v));
  }

  static DoubleWord sixth(Scalar v) {
    return DoubleWord.constant(
        v, 0x1.555556p-3, -0x1.555556p-28, 0x1.5555555555555p-3, 0x1.5555555555555p-57);
  }
}
