// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.Polynomial;
import dev.adjoint.graph.Scalar;

/**
 * The complementary error function without the power in it, which hardly changes: a polynomial in
 * {@code t = (a − 3.75)/(a + 3.75)} (Shepherd and Laframboise, "Chebyshev approximation of (1 +
 * 2x)exp(x²)erfc x in {@code 0 ≤ x < ∞}", Mathematics of Computation 36, 1981).
 */
public final class ErrorTail {
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

  /**
   * About {@code p′(t)}: {@code p} is steep where {@code a} is small, where {@code t} is rounded.
   */
  private static final Polynomial SLOPE =
      Polynomial.inDouble(-0.1334, 0.1051, 0.1171, -0.885, 0.8003);

  /**
   * {@code w} of {@code p(t) = 1 + (1 + t)·w(t)}: in F32 for {@code a ≤ 10.4}, in F64 for {@code a
   * ≤ 29}.
   */
  private static final Polynomial REST =
      Polynomial.f32(
              0x1.e66d06p-3,
              -0x1.82d1bcp-2,
              0x1.867d9p-2,
              -0x1.323d9ap-2,
              0x1.85a8bep-3,
              -0x1.91258ap-4,
              0x1.41664ap-5,
              -0x1.6881dap-7,
              0x1.2f2d16p-10,
              0x1.aeadbap-11,
              -0x1.3634ep-13)
          .f64(
              0x1.e66d05aeaee14p-3,
              -0x1.82d1be1953bddp-2,
              0x1.867da34256717p-2,
              -0x1.323d48ce30d15p-2,
              0x1.85a5f94f4d61ep-3,
              -0x1.9137da140124p-4,
              0x1.419eb9b9ff43ap-5,
              -0x1.651adfec5a312p-7,
              0x1.2dd51dc9e22aep-10,
              0x1.3cc9e0abf70c2p-11,
              -0x1.45989d94a946ep-12,
              0x1.559001682f8d6p-16,
              0x1.067c64d2f5045p-15,
              -0x1.2add29a695f4ep-17,
              -0x1.54b477a753032p-19,
              0x1.a43cdd7edf48dp-20,
              0x1.94dc5e8536c31p-23,
              -0x1.0899266208f7fp-22,
              -0x1.0d33105151d68p-26,
              0x1.50573ea8fd5f3p-25,
              0x1.7691af7bd7513p-29,
              -0x1.a135194afa036p-28,
              -0x1.e2e54d655fc77p-31,
              0x1.749b5791ddcdcp-31,
              0x1.a1f779a9be27ep-33);

  private ErrorTail() {}

  /** Returns {@code (1 + 2a)·e^(a²)·erfc a} for {@code a ≥ 0} in F64. */
  public static DoubleWord lifted(Scalar a) {
    DoubleWord sum = DoubleWord.sum(a, a.like(3.75));
    DoubleWord quotient = DoubleWord.sum(a, a.like(-3.75)).over(sum);
    DoubleWord t = DoubleWord.ordered(quotient.high(), quotient.low());
    DoubleWord head = DoubleWord.constant(a, 0, 0, 0x1.3ccda0b5d5dc2p0, 0x1.e65b158f28ce5p-54);
    DoubleWord p = head.plus(DoubleWord.of(t.high().mul(TAIL.at(t.high()))));
    return new DoubleWord(p.high(), t.low().fma(SLOPE.at(t.high()), p.low()));
  }

  /** Returns the same in either format for {@code 0 ≤ a ≤ 29}, off by some 1.5 ulp. */
  public static Scalar rounded(Scalar a) {
    Scalar reciprocal = a.like(1).div(a.add(3.75));
    Scalar t = a.sub(3.75).mul(reciprocal);
    return a.mul(2).mul(reciprocal).fma(REST.at(t), a.like(1));
  }
}
