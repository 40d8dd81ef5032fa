// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = x} where {@code x > threshold}, else {@code value}; {@code dx = dy} where {@code x >
 * threshold}, else 0.
 *
 * @param threshold the number that {@code x} must exceed to be kept
 * @param value the value of the other elements
 */
public record Threshold(double threshold, double value) implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return v.lessEqual(v.like(threshold)).select(v.like(value), v);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return v.like(threshold).less(v).select(v.like(1), v.like(0));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Threshold.class, Samples.ranks(new Threshold(0.5, -2), Arg.real().except(0.5)))
        .errorInputs(
            new Threshold(0.5, -2),
            List.of(TensorType.of(DType.I32, 2)),
            "threshold: needs a floating operand, got i32; cast it");
  }
}
