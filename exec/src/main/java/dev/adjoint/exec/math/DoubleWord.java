// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;

/**
 * The unevaluated sum of two numbers, the second below the last digit of the first or nearly so:
 * about twice the digits of the format.
 *
 * <p>After Dekker, A floating-point technique for extending the available precision, Numerische
 * Mathematik 18, 1971. Parts that are infinite or NaN make the other one NaN, and products of
 * numbers near the ends of the format lose their low part.
 *
 * @param high the number rounded
 * @param low the rounding error
 */
public record DoubleWord(Scalar high, Scalar low) {
  /** Returns a single number. */
  public static DoubleWord of(Scalar x) {
    return new DoubleWord(x, x.like(0));
  }

  /** Returns a constant of the dtype of {@code x}: in F32 with the digits of a double. */
  public static DoubleWord constant(Scalar x, double value) {
    Precision p = Precision.of(x);
    return new DoubleWord(p.number(value), p.number(value - (float) value, 0));
  }

  /** Returns a constant of the dtype of {@code x}, given by its two parts for each format. */
  public static DoubleWord constant(
      Scalar x, double f32, double f32Low, double f64, double f64Low) {
    Precision p = Precision.of(x);
    return new DoubleWord(p.number(f32, f64), p.number(f32Low, f64Low));
  }

  /**
   * Returns {@code a + b} exactly, where {@code a} is 0 or has no smaller exponent than {@code b}.
   */
  public static DoubleWord ordered(Scalar a, Scalar b) {
    Scalar sum = a.add(b);
    return new DoubleWord(sum, b.sub(sum.sub(a)));
  }

  /** Returns {@code a + b} exactly, by Knuth's algorithm for numbers in any order. */
  public static DoubleWord sum(Scalar a, Scalar b) {
    Scalar sum = a.add(b);
    Scalar second = sum.sub(a);
    return new DoubleWord(sum, a.sub(sum.sub(second)).add(b.sub(second)));
  }

  /** Returns {@code a·b} exactly. */
  public static DoubleWord product(Scalar a, Scalar b) {
    Scalar product = a.mul(b);
    return new DoubleWord(product, a.fma(b, product.neg()));
  }

  /** Returns {@code yes} where the condition is true, else {@code no}. */
  public static DoubleWord select(Scalar condition, DoubleWord yes, DoubleWord no) {
    return new DoubleWord(condition.select(yes.high, no.high), condition.select(yes.low, no.low));
  }

  /** Returns the sum of both parts, rounded once. */
  public Scalar value() {
    return high.add(low);
  }

  /**
   * Returns the same, but the high part alone where the low part is infinite or NaN, as a division
   * by 0 or an infinite part makes it.
   */
  public Scalar valueOrHigh() {
    Scalar sum = high.add(low);
    return sum.equal(sum).select(sum, high);
  }

  /** Returns this with a number added that is far below it. */
  DoubleWord plus(Scalar tiny) {
    return new DoubleWord(high, low.add(tiny));
  }

  /** Returns the sum. */
  public DoubleWord plus(DoubleWord b) {
    DoubleWord sum = sum(high, b.high);
    return ordered(sum.high, sum.low.add(low.add(b.low)));
  }

  /** Returns the difference. */
  public DoubleWord minus(DoubleWord b) {
    return plus(b.neg());
  }

  /** Returns this with the other sign. */
  public DoubleWord neg() {
    return new DoubleWord(high.neg(), low.neg());
  }

  /** Returns the product, right to all but the last few digits of the low part. */
  public DoubleWord times(DoubleWord b) {
    Scalar product = high.mul(b.high);
    Scalar cross = high.fma(b.low, low.mul(b.high));
    return new DoubleWord(product, high.fma(b.high, product.neg()).add(cross));
  }

  /** Returns the product with a number. */
  public DoubleWord times(Scalar b) {
    Scalar product = high.mul(b);
    return new DoubleWord(product, low.fma(b, high.fma(b, product.neg())));
  }

  /** Returns this times a power of two. */
  public DoubleWord scaled(double power) {
    return new DoubleWord(high.mul(power), low.mul(power));
  }

  /** Returns the quotient, right to all but the last few digits of the low part. */
  public DoubleWord over(DoubleWord b) {
    Scalar quotient = high.div(b.high);
    Scalar negated = quotient.neg();
    Scalar rest = negated.fma(b.low, negated.fma(b.high, high).add(low));
    return new DoubleWord(quotient, rest.div(b.high));
  }

  /** Returns the square root of a number that is not negative. */
  public DoubleWord sqrt() {
    Scalar root = high.sqrt();
    Scalar rest = root.neg().fma(root, high).add(low).div(root.mul(2));
    return new DoubleWord(root, high.equal(high.like(0)).select(high.like(0), rest));
  }
}
