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
 * {@code y = x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2}, which is {@code x·σ(u)} with {@code u =
 * √(8/π)·(x + 0.044715·x³)}: the approximation of {@link Gelu} in Hendrycks and Gimpel, <i>Gaussian
 * Error Linear Units</i>, 2016. Off by at most 0.75 ulp; the factor {@code σ(u)·(1 + x·u′·σ(−u))}
 * of {@code dy} by as much, but for {@code x} near its zero.
 */
public record GeluTanh() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return LogisticGate.of(argument(v, 1)).times(v);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    Scalar half = v.mul(v).mul(v).mul(0.044715).add(v).mul(Math.sqrt(2 / Math.PI));
    return v.mul(half.tanh().add(1)).mul(0.5);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return LogisticGate.of(argument(v, 1)).slope(argument(v, 3));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(GeluTanh.class, Samples.ranks(new GeluTanh(), Arg.real()))
        .and(Sample.of(new GeluTanh(), Arg.between(-5, 5, 6)))
        .errorInputs(
            new GeluTanh(),
            List.of(TensorType.of(DType.I32, 2)),
            "geluTanh: needs a floating operand, got i32; cast it");
  }

  /** Returns {@code √(8/π)·(x + factor·0.044715·x³)}: {@code u}, and with factor 3 {@code x·u′}. */
  private static DoubleWord argument(Scalar v, double factor) {
    Scalar x = v.max(v.like(-100)).min(v.like(100)); // Beyond, σ is 0 or 1
    DoubleWord square = DoubleWord.product(x, x).times(DoubleWord.constant(v, 0.044715));
    DoubleWord sum = DoubleWord.of(v.like(1)).plus(square.times(v.like(factor)));
    return DoubleWord.constant(
            v, 0x1.988454p0, -0x1.857936p-25, 0x1.9884533d43651p0, -0x1.cbc0d30ebfd15p-54)
        .times(x)
        .times(sum);
  }
}
