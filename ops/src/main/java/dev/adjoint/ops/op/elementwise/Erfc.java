// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordExponential;
import dev.adjoint.exec.math.Polynomial;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.InDouble;
import java.util.List;

/**
 * The complementary error function {@code y = 1 − erf x}, accurate where it is small; {@code dx =
 * −dy·2/√π·e^(−x²)}.
 *
 * <p>{@code e^(−x²)·p(t)/(1 + 2x)} with a polynomial in {@code t = (x − 3.75)/(x + 3.75)} for
 * {@code x ≥ 0}, {@code 2 − erfc(−x)} else (Shepherd and Laframboise, "Chebyshev approximation of
 * (1 + 2x)exp(x²)erfc x in {@code 0 ≤ x < ∞}", Mathematics of Computation 36, 1981). Both are off
 * by at most 1.1 ulp.
 */
public record Erfc() implements Elementwise {
  /** {@code q} of {@code p(t) = p(0) + t·q(t)}, in F64. */
  private static final Polynomial TAIL =
      Polynomial.inDouble(
          -0x1.1f367683f89a7p-3,
          0x1.d5f2948159cfcp-9,
          0x1.510169d09681dp-4,
          -0x1.bda9309a28821p-4,
          0x1.7a14188a99722p-4,
          -0x1.e0d0fa6e02d49p-5,
          0x1.d0b0037ddeceep-6,
          -0x1.3f603c3327d87p-7,
          0x1.cc3a0e170048cp-10,
          0x1.33fb23ca2dc6ap-12,
          -0x1.303f9c942760cp-12,
          0x1.b1446570e18a4p-15,
          0x1.7789f5bea266p-16,
          -0x1.800a5cd0208d9p-17,
          -0x1.0520be4830447p-20,
          0x1.d6dc454769579p-20,
          -0x1.f40862cb93e68p-25,
          -0x1.1997c066bd424p-22,
          0x1.99fc1372336e1p-26,
          0x1.69e97ebf4cfa5p-25,
          -0x1.f02d2ead93a4ep-29,
          -0x1.ecdebb42fd9e6p-28,
          -0x1.0401bcb016e8bp-33,
          0x1.0847daba4cb11p-30,
          0x1.9f30f43ccf95p-33,
          -0x1.6792a61a23459p-37);

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

  /** Returns {@code (1 + 2a)·e^(a²)·erfc a} for {@code a ≥ 0} in F64. */
  static DoubleWord lifted(Scalar a) {
    DoubleWord sum = DoubleWord.sum(a, a.like(3.75));
    Scalar t = DoubleWord.sum(a, a.like(-3.75)).over(sum).value();
    DoubleWord head = DoubleWord.constant(a, 0, 0, 0x1.3ccda0b5d5dc2p0, 0x1.e65b158f28ce5p-54);
    return head.plus(DoubleWord.of(t.mul(TAIL.at(t))));
  }

  private static Scalar of(Scalar v) {
    Scalar a = v.abs().min(v.like(28)); // Beyond, the result rounds to 0
    DoubleWord p = lifted(a);
    DoubleWord power = DoubleWordExponential.lifted(DoubleWord.product(a, a).neg());
    DoubleWord lifted = power.times(p).over(DoubleWord.sum(a.mul(2), v.like(1)));
    double down = Math.scalb(1.0, -DoubleWordExponential.lift(v));
    Scalar mirrored = DoubleWord.of(v.like(2)).minus(lifted.scaled(down)).value();
    Scalar far = v.less(v.like(0)).select(mirrored, lifted.value().mul(down));
    return v.abs().less(v.like(0.25)).select(v.like(1).sub(v.erf()), far);
  }
}
