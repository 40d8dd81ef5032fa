// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.graph.Scalar;

/**
 * A polynomial whose coefficients were fitted for each format.
 *
 * @param f32 the coefficients of F32 in ascending order
 * @param f64 the coefficients of F64 in ascending order
 */
public record Polynomial(ImmutableDoubleArray f32, ImmutableDoubleArray f64) {
  /** Returns a polynomial for F32 alone, to be completed with {@link #f64(double...)}. */
  public static Polynomial f32(double... coefficients) {
    return new Polynomial(ImmutableDoubleArray.copyOf(coefficients), ImmutableDoubleArray.of());
  }

  /** Returns a polynomial for F64 alone. */
  public static Polynomial inDouble(double... coefficients) {
    return new Polynomial(ImmutableDoubleArray.of(), ImmutableDoubleArray.copyOf(coefficients));
  }

  /** Returns this polynomial with coefficients for F64. */
  public Polynomial f64(double... coefficients) {
    return new Polynomial(f32, ImmutableDoubleArray.copyOf(coefficients));
  }

  /** Returns {@code Σ cᵢ·xⁱ} by the rule of Horner, one fma a coefficient. */
  public Scalar at(Scalar x) {
    return scaledAt(x, 1, 1);
  }

  /** Returns {@code factor·Σ cᵢ·(scale·x)ⁱ} at the same cost; both are powers of two. */
  Scalar scaledAt(Scalar x, double scale, double factor) {
    ImmutableDoubleArray c = Precision.of(x) == Precision.F32 ? f32 : f64;
    int last = c.length() - 1;
    Scalar y = x.like(factor * c.get(last) * power(scale, last));
    for (int i = last - 1; i >= 0; i--) {
      y = y.fma(x, x.like(factor * c.get(i) * power(scale, i)));
    }
    return y;
  }

  private static double power(double base, int exponent) {
    double result = 1;
    for (int i = 0; i < exponent; i++) {
      result *= base;
    }
    return result;
  }
}
