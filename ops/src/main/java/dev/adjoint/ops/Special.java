// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.ops.op.elementwise.BesselI;
import dev.adjoint.ops.op.elementwise.Entropy;
import dev.adjoint.ops.op.elementwise.Erf;
import dev.adjoint.ops.op.elementwise.Erfc;
import dev.adjoint.ops.op.elementwise.Erfinv;
import dev.adjoint.ops.op.elementwise.Lgamma;
import dev.adjoint.ops.op.elementwise.Logit;
import dev.adjoint.ops.op.elementwise.Polygamma;
import dev.adjoint.ops.op.elementwise.Sinc;
import dev.adjoint.ops.op.elementwise.Xlog1py;
import dev.adjoint.ops.op.elementwise.Xlogy;

/** Special functions of mathematics, element by element. */
public final class Special {
  private Special() {}

  /** Returns the error function {@code 2/√π·∫₀ˣ e^(−t²) dt}, element by element. */
  public static Expr erf(Expr x) {
    return Expr.apply(new Erf(), x);
  }

  /** Returns {@code sin(πx)/(πx)}, 1 at 0, element by element. */
  public static Expr sinc(Expr x) {
    return Expr.apply(new Sinc(), x);
  }

  /** Returns {@code ln(x/(1 − x))}, element by element. */
  public static Expr logit(Expr x) {
    return Expr.apply(new Logit(), x);
  }

  /** Returns {@code ln(x/(1 − x))} of {@code x} held between {@code ε} and {@code 1 − ε}. */
  public static Expr logit(Expr x, double epsilon) {
    return logit(x.clamp(epsilon, 1 - epsilon));
  }

  /** Returns {@code a·ln b}, 0 where {@code a} is 0, element by element. */
  public static Expr xlogy(Expr a, Expr b) {
    return Broadcasting.apply(new Xlogy(), a, b);
  }

  /** Returns {@code a·ln(1 + b)}, 0 where {@code a} is 0, element by element. */
  public static Expr xlog1py(Expr a, Expr b) {
    return Broadcasting.apply(new Xlog1py(), a, b);
  }

  /** Returns {@code −x·ln x}, the term of an entropy, element by element. */
  public static Expr entropy(Expr x) {
    return Expr.apply(new Entropy(), x);
  }

  /** Returns {@code 1 − erf x}, accurate where it is small, element by element. */
  public static Expr erfc(Expr x) {
    return Expr.apply(new Erfc(), x);
  }

  /** Returns the inverse of the error function, element by element. */
  public static Expr erfinv(Expr x) {
    return Expr.apply(new Erfinv(), x);
  }

  /** Returns {@code ln |Γ(x)|}, element by element. */
  public static Expr lgamma(Expr x) {
    return Expr.apply(new Lgamma(), x);
  }

  /** Returns the digamma function, the derivative of {@code ln Γ(x)}, element by element. */
  public static Expr digamma(Expr x) {
    return polygamma(x, 0);
  }

  /** Returns a derivative of the digamma function, element by element. */
  public static Expr polygamma(Expr x, int order) {
    return Expr.apply(new Polygamma(order), x);
  }

  /** Returns {@code ln(Γ(a)·Γ(b)/Γ(a + b))} for positive numbers, element by element. */
  public static Expr logBeta(Expr a, Expr b) {
    return lgamma(a).add(lgamma(b)).sub(lgamma(a.add(b)));
  }

  /**
   * Returns the beta function {@code Γ(a)·Γ(b)/Γ(a + b)} of positive numbers, element by element.
   * It loses as many digits as its logarithm is smaller than that of {@code Γ(a + b)}.
   */
  public static Expr beta(Expr a, Expr b) {
    return logBeta(a, b).exp();
  }

  /** Returns the modified Bessel function of the first kind {@code I₀(x)}, element by element. */
  public static Expr besselI0(Expr x) {
    return Expr.apply(new BesselI(0, false), x);
  }

  /** Returns {@code e^−|x|·I₀(x)}, which does not overflow, element by element. */
  public static Expr besselI0e(Expr x) {
    return Expr.apply(new BesselI(0, true), x);
  }

  /** Returns the modified Bessel function of the first kind {@code I₁(x)}, element by element. */
  public static Expr besselI1(Expr x) {
    return Expr.apply(new BesselI(1, false), x);
  }

  /** Returns {@code e^−|x|·I₁(x)}, which does not overflow, element by element. */
  public static Expr besselI1e(Expr x) {
    return Expr.apply(new BesselI(1, true), x);
  }
}
