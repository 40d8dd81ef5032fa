// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordExponential;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.ErrorTail;
import dev.adjoint.ops.kernel.InDouble;
import java.util.List;

/**
 * The complementary error function {@code y = 1 − erf x}, accurate where it is small; {@code dx =
 * −dy·2/√π·e^(−x²)}.
 *
 * <p>{@code e^(−x²)·p/(1 + 2x)} for {@code x ≥ 0} with the {@code p} of {@link ErrorTail}, {@code 2
 * − erfc(−x)} else. Both are off by at most 1.1 ulp.
 */
public record Erfc() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return InDouble.of(requireFloating(x.getFirst()), Erfc::of);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.erf().neg().add(1);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    return Erf.bell(x.getFirst()).neg();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Erfc.class, Samples.ranks(new Erfc(), Arg.real()))
        .and(Sample.of(new Erfc(), Arg.between(-5, 5, 6)))
        .errorInputs(
            new Erfc(),
            List.of(TensorType.of(DType.I32, 2)),
            "erfc: needs a floating operand, got i32; cast it");
  }

  private static Scalar of(Scalar v) {
    Scalar a = v.abs().min(v.like(28)); // Beyond, the result rounds to 0
    DoubleWord p = ErrorTail.lifted(a);
    DoubleWord power = DoubleWordExponential.lifted(DoubleWord.product(a, a).neg());
    DoubleWord lifted = power.times(p).over(DoubleWord.sum(a.mul(2), v.like(1)));
    double down = Math.scalb(1.0, -DoubleWordExponential.lift(v));
    Scalar mirrored = DoubleWord.of(v.like(2)).minus(lifted.scaled(down)).value();
    Scalar far = v.less(v.like(0)).select(mirrored, lifted.value().mul(down));
    return v.abs().less(v.like(0.25)).select(v.like(1).sub(v.erf()), far);
  }
}
