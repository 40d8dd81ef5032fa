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
 * {@code y = x·Φ(x)} with the distribution function {@code Φ(x) = (1 + erf(x/√2))/2} of the normal
 * distribution (Hendrycks and Gimpel, <i>Gaussian Error Linear Units</i>, 2016); {@code dx =
 * dy·(Φ(x) + x·φ(x))} with its density {@code φ}. Off by at most 2 ulp of {@code x}: below 0, where
 * {@code y} vanishes, it has fewer digits than {@code x}.
 *
 * <p>It is an op of its own for the sake of its derivative, which follows from the body: one factor
 * for each element that depends on {@code x} alone. A training step computes the factor together
 * with the value, as they share the error function, and keeps this one number for each element. An
 * expression would keep a number for each of its parts.
 */
public record Gelu() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return v.mul(0.5).mul(v.mul(Math.sqrt(0.5)).erf().add(1));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Gelu.class, Samples.ranks(new Gelu(), Arg.real()))
        .errorInputs(
            new Gelu(),
            List.of(TensorType.of(DType.I32, 2)),
            "gelu: needs a floating operand, got i32; cast it");
  }
}
