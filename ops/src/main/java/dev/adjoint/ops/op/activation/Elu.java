// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = x} for positive {@code x}, else {@code α·(eˣ − 1)}; {@code dx = dy} or {@code dy·α·eˣ}
 * accordingly, at {@code x = 0} the latter. From Clevert, Unterthiner and Hochreiter, "Fast and
 * Accurate Deep Network Learning by Exponential Linear Units", 2016.
 *
 * @param alpha the limit of {@code −y} for very negative {@code x}
 */
public record Elu(double alpha) implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = x.getFirst();
    Scalar negative = v.expm1().mul(alpha);
    return v.like(0).less(v).select(v, negative);
  }

  /** From {@code x}, as {@code y + α} has lost its digits where {@code y} is near {@code −α}. */
  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    Scalar below = v.min(v.like(0)).exp().mul(alpha);
    return v.like(0).less(v).select(v.like(1), below);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Elu.class, Samples.ranks(new Elu(1), Arg.real().except(0)))
        .and(Sample.of(new Elu(0.3), Arg.real(5).except(0)))
        .errorInputs(
            new Elu(1),
            List.of(TensorType.of(DType.I32, 2)),
            "elu: expm1: needs a floating operand, got i32; cast it");
  }
}
