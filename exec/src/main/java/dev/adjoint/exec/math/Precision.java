// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;

/** A floating format of IEEE 754: its layout, and literals in it. */
public enum Precision {
  /** 32 bits. */
  F32(DType.F32, DType.I32, 23, 127),
  /** 64 bits. */
  F64(DType.F64, DType.I64, 52, 1023);

  private final DType dtype;
  private final DType integer;
  private final int fractionBits;
  private final int bias;

  Precision(DType dtype, DType integer, int fractionBits, int bias) {
    this.dtype = dtype;
    this.integer = integer;
    this.fractionBits = fractionBits;
    this.bias = bias;
  }

  /** Returns the format of a floating dtype. */
  static Precision of(DType dtype) {
    return switch (dtype) {
      case F32 -> F32;
      case F64 -> F64;
      case I32, I64, BOOL -> throw new IllegalArgumentException(dtype + " is not floating");
    };
  }

  /** Returns the format of an expression. */
  public static Precision of(Scalar x) {
    return of(x.dtype());
  }

  /** Returns the number of bits behind the binary point of a significand. */
  public int fractionBits() {
    return fractionBits;
  }

  /** Returns the bias that is added to an exponent to store it. */
  public int bias() {
    return bias;
  }

  /** Returns the number of bits of the whole format. */
  int bits() {
    return this == F32 ? Integer.SIZE : Long.SIZE;
  }

  /** Returns the first of the two in F32, the second in F64. */
  public double choose(double f32, double f64) {
    return this == F32 ? f32 : f64;
  }

  /** Returns a floating literal. */
  public Scalar number(double value) {
    return Scalar.constant(dtype, value);
  }

  /** Returns a floating literal, the first of the two in F32, the second in F64. */
  public Scalar number(double f32, double f64) {
    return number(choose(f32, f64));
  }

  /** Returns {@code 2^exponent}. */
  public Scalar powerOfTwo(int exponent) {
    return number(Math.scalb(1.0, exponent));
  }

  /** Returns an integer literal of the width of the format; of a wider number the low bits. */
  public Scalar integer(long value) {
    return this == F32
        ? Scalar.constant(integer, (long) (int) value)
        : Scalar.constant(integer, value);
  }

  /** Returns the bit pattern of a number of this format. */
  long pattern(double value) {
    return this == F32 ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
  }

  /** Returns the bits of the fraction, all set. */
  public Scalar fractionMask() {
    return integer((1L << fractionBits) - 1);
  }

  /** Returns the sign bit alone. */
  public Scalar signBit() {
    return integer(1L << (bits() - 1));
  }

  /** Returns the smallest number with a full significand. */
  public Scalar smallestNormal() {
    return powerOfTwo(1 - bias);
  }

  /** Returns {@code ∞}. */
  public Scalar infinity() {
    return number(Double.POSITIVE_INFINITY);
  }

  /** Returns NaN. */
  public Scalar nan() {
    return number(Double.NaN);
  }

  /**
   * Returns {@code 1.5·2^fractionBits + offset}: adding it to a number rounds this to the nearest
   * integer, ties to even. The low bits of the sum are the integer plus the offset.
   */
  public Scalar rounder(int offset) {
    return number(1.5 * Math.scalb(1.0, fractionBits) + offset);
  }

  /** Returns the integer {@code 0 ≤ i < 2^fractionBits} as the number {@code i + origin}. */
  Scalar toNumber(Scalar i, double origin) {
    double one = Math.scalb(1.0, fractionBits);
    return i.or(integer(pattern(one))).bitcast().sub(one - origin);
  }

  /** Returns {@code y} with the sign of {@code x} set in it, for {@code y ≥ 0}. */
  public Scalar withSign(Scalar y, Scalar x) {
    return y.bitcast().or(x.bitcast().and(signBit())).bitcast();
  }
}
