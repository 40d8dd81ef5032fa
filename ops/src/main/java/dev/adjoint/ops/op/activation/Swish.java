// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.LogisticGate;
import java.util.List;

/**
 * {@code y = x·σ(βx)} with the logistic function {@code σ}, 0 at −∞; with {@code β = 1} it is SiLU.
 * From Ramachandran, Zoph and Le, "Searching for Activation Functions", 2017. Off by at most 0.8
 * ulp; the factor {@code σ(βx)·(1 + βx·σ(−βx))} of {@code dy} by as much, but for {@code x} near
 * its zero.
 *
 * @param beta the factor {@code β}
 */
public record Swish(double beta) implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return LogisticGate.of(DoubleWord.constant(v, beta).times(v)).times(v);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.mul(v.mul(beta / 2).tanh().add(1)).mul(0.5);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    DoubleWord u = DoubleWord.constant(v, beta).times(v);
    return LogisticGate.of(u).slope(u);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Swish.class, Samples.ranks(new Swish(1), Arg.real()))
        .and(Sample.of(new Swish(-0.7), Arg.between(-9, 9, 6)))
        .errorInputs(
            new Swish(1),
            List.of(TensorType.of(DType.I32, 2)),
            "swish: needs a floating operand, got i32; cast it");
  }
}
