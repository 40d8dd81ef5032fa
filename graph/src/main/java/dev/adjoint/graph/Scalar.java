// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Locale;

/**
 * An expression of the scalar language: what an op does to one element. Immutable; built by calling
 * methods on the arguments that {@link ElementwiseOp#body} receives.
 *
 * <p>Both operands of a binary instruction have the same dtype; a plain number takes that of the
 * other operand. See {@link Instruction} for what each one computes. A method throws {@link
 * ShapeException} where it does not take operands of these dtypes.
 */
public final class Scalar {
  private final Instruction instruction;
  private final DType dtype;
  private final ImmutableList<Scalar> operands;
  private final long payload;

  private Scalar(Instruction instruction, DType dtype, long payload, Scalar... operands) {
    this.instruction = instruction;
    this.dtype = dtype;
    this.payload = payload;
    this.operands = ImmutableList.copyOf(operands);
  }

  /**
   * Returns the element of the input with the given number.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public static Scalar argument(int index, DType dtype) {
    Preconditions.checkArgument(index >= 0, "argument: number must not be negative: %s", index);
    return new Scalar(Instruction.ARGUMENT, dtype, index);
  }

  /** Returns a literal, rounded or cut off to the dtype; anything but 0 is true. */
  public static Scalar constant(DType dtype, double value) {
    return switch (dtype) {
      case F32 -> literal(dtype, Double.doubleToRawLongBits((float) value));
      case F64 -> literal(dtype, Double.doubleToRawLongBits(value));
      case I32 -> literal(dtype, (int) value);
      case I64 -> literal(dtype, (long) value);
      case BOOL -> literal(dtype, value != 0 ? 1 : 0);
    };
  }

  /** Returns an integer literal, wrapped around to the dtype, or the nearest floating one. */
  public static Scalar constant(DType dtype, long value) {
    return switch (dtype) {
      case I32 -> literal(dtype, (int) value);
      case I64 -> literal(dtype, value);
      default -> constant(dtype, (double) value);
    };
  }

  private static Scalar literal(DType dtype, long payload) {
    return new Scalar(Instruction.CONSTANT, dtype, payload);
  }

  /** Returns the outermost instruction. */
  public Instruction instruction() {
    return instruction;
  }

  /** Returns the type of the result. */
  public DType dtype() {
    return dtype;
  }

  /** Returns the operands of the outermost instruction. */
  public ImmutableList<Scalar> operands() {
    return operands;
  }

  /**
   * Returns the number of an argument's input, or a literal: the integer itself, 0 or 1 for BOOL,
   * or for a floating one the bits of its value as a double.
   */
  public long payload() {
    return payload;
  }

  /** Returns a literal of the same dtype as this. */
  public Scalar like(double value) {
    return constant(dtype, value);
  }

  /** Returns {@code this + b}. */
  public Scalar add(Scalar b) {
    return numeric(Instruction.ADD, b);
  }

  /** Returns {@code this + b}. */
  public Scalar add(double b) {
    return add(like(b));
  }

  /** Returns {@code this − b}. */
  public Scalar sub(Scalar b) {
    return numeric(Instruction.SUB, b);
  }

  /** Returns {@code this − b}. */
  public Scalar sub(double b) {
    return sub(like(b));
  }

  /** Returns {@code this · b}. */
  public Scalar mul(Scalar b) {
    return numeric(Instruction.MUL, b);
  }

  /** Returns {@code this · b}. */
  public Scalar mul(double b) {
    return mul(like(b));
  }

  /** Returns {@code this / b}. */
  public Scalar div(Scalar b) {
    return numeric(Instruction.DIV, b);
  }

  /** Returns {@code this / b}. */
  public Scalar div(double b) {
    return div(like(b));
  }

  /** Returns the smaller of this and {@code b}. */
  public Scalar min(Scalar b) {
    return numeric(Instruction.MIN, b);
  }

  /** Returns the larger of this and {@code b}. */
  public Scalar max(Scalar b) {
    return numeric(Instruction.MAX, b);
  }

  /** Returns {@code this · b + c} rounded once. */
  public Scalar fma(Scalar b, Scalar c) {
    same(Instruction.FMA, b);
    same(Instruction.FMA, c);
    require(dtype.isFloating(), Instruction.FMA, "a floating operand");
    return new Scalar(Instruction.FMA, dtype, 0, this, b, c);
  }

  /** Returns {@code −this}. */
  public Scalar neg() {
    require(dtype != DType.BOOL, Instruction.NEG, "a number");
    return new Scalar(Instruction.NEG, dtype, 0, this);
  }

  /** Returns {@code |this|}. */
  public Scalar abs() {
    require(dtype != DType.BOOL, Instruction.ABS, "a number");
    return new Scalar(Instruction.ABS, dtype, 0, this);
  }

  /** Returns {@code √this}. */
  public Scalar sqrt() {
    return floating(Instruction.SQRT);
  }

  /** Returns the largest integral value not above this. */
  public Scalar floor() {
    return floating(Instruction.FLOOR);
  }

  /** Returns the nearest integral value, ties to even. */
  public Scalar rint() {
    return floating(Instruction.RINT);
  }

  /** Returns {@code e} to the power of this. */
  public Scalar exp() {
    return floating(Instruction.EXP);
  }

  /** Returns the natural logarithm. */
  public Scalar log() {
    return floating(Instruction.LOG);
  }

  /** Returns {@code ln(1 + this)}. */
  public Scalar log1p() {
    return floating(Instruction.LOG1P);
  }

  /** Returns {@code e} to the power of this, minus 1. */
  public Scalar expm1() {
    return floating(Instruction.EXPM1);
  }

  /** Returns the sine. */
  public Scalar sin() {
    return floating(Instruction.SIN);
  }

  /** Returns the cosine. */
  public Scalar cos() {
    return floating(Instruction.COS);
  }

  /** Returns the hyperbolic tangent. */
  public Scalar tanh() {
    return floating(Instruction.TANH);
  }

  /** Returns the error function {@code 2/√π·∫₀ᵃ e^(−t²) dt} of this. */
  public Scalar erf() {
    return floating(Instruction.ERF);
  }

  /** Returns this to the power of {@code b}. */
  public Scalar pow(Scalar b) {
    same(Instruction.POW, b);
    require(dtype.isFloating(), Instruction.POW, "a floating operand");
    return new Scalar(Instruction.POW, dtype, 0, this, b);
  }

  /** Returns whether {@code this < b}. */
  public Scalar less(Scalar b) {
    return compare(Instruction.LESS, b);
  }

  /** Returns whether {@code this ≤ b}. */
  public Scalar lessEqual(Scalar b) {
    return compare(Instruction.LESS_EQUAL, b);
  }

  /** Returns whether this equals {@code b}; BOOL operands are allowed. */
  public Scalar equal(Scalar b) {
    same(Instruction.EQUAL, b);
    return new Scalar(Instruction.EQUAL, DType.BOOL, 0, this, b);
  }

  /** Returns the conjunction, bitwise for integers. */
  public Scalar and(Scalar b) {
    return logical(Instruction.AND, b);
  }

  /** Returns the disjunction, bitwise for integers. */
  public Scalar or(Scalar b) {
    return logical(Instruction.OR, b);
  }

  /** Returns the exclusive disjunction, bitwise for integers. */
  public Scalar xor(Scalar b) {
    return logical(Instruction.XOR, b);
  }

  /** Returns the negation of a truth value. */
  public Scalar not() {
    require(dtype == DType.BOOL, Instruction.NOT, "a bool operand");
    return new Scalar(Instruction.NOT, dtype, 0, this);
  }

  /** Returns this shifted left. */
  public Scalar shiftLeft(int distance) {
    return shift(Instruction.SHIFT_LEFT, distance);
  }

  /** Returns this shifted right, keeping the sign. */
  public Scalar shiftRight(int distance) {
    return shift(Instruction.SHIFT_RIGHT, distance);
  }

  /** Returns this shifted right, filling with 0. */
  public Scalar shiftRightUnsigned(int distance) {
    return shift(Instruction.SHIFT_RIGHT_UNSIGNED, distance);
  }

  /** Returns this shifted left by a distance, taken modulo the width. */
  public Scalar shiftLeft(Scalar distance) {
    return shift(Instruction.SHIFT_LEFT, distance);
  }

  /**
   * Returns this shifted right, keeping the sign, by a distance, of which only the value modulo the
   * width counts.
   */
  public Scalar shiftRight(Scalar distance) {
    return shift(Instruction.SHIFT_RIGHT, distance);
  }

  /**
   * Returns this shifted right, filling with 0, by a distance, of which only the value modulo the
   * width counts.
   */
  public Scalar shiftRightUnsigned(Scalar distance) {
    return shift(Instruction.SHIFT_RIGHT_UNSIGNED, distance);
  }

  /** Returns {@code yes} where this is true, else {@code no}. */
  public Scalar select(Scalar yes, Scalar no) {
    require(dtype == DType.BOOL, Instruction.SELECT, "a bool condition");
    yes.same(Instruction.SELECT, no);
    return new Scalar(Instruction.SELECT, yes.dtype, 0, this, yes, no);
  }

  /** Returns this converted to another dtype; this itself if it has that dtype already. */
  public Scalar cast(DType to) {
    return to == dtype ? this : new Scalar(Instruction.CAST, to, 0, this);
  }

  /** Returns the same bits read as the integer or floating type of the same width. */
  public Scalar bitcast() {
    DType to =
        switch (dtype) {
          case F32 -> DType.I32;
          case F64 -> DType.I64;
          case I32 -> DType.F32;
          case I64 -> DType.F64;
          case BOOL -> throw refuse(Instruction.BITCAST, "a number");
        };
    return new Scalar(Instruction.BITCAST, to, 0, this);
  }

  private Scalar floating(Instruction code) {
    require(dtype.isFloating(), code, "a floating operand");
    return new Scalar(code, dtype, 0, this);
  }

  private Scalar numeric(Instruction code, Scalar b) {
    same(code, b);
    require(dtype != DType.BOOL, code, "numbers");
    return new Scalar(code, dtype, 0, this, b);
  }

  private Scalar compare(Instruction code, Scalar b) {
    same(code, b);
    require(dtype != DType.BOOL, code, "numbers");
    return new Scalar(code, DType.BOOL, 0, this, b);
  }

  private Scalar logical(Instruction code, Scalar b) {
    same(code, b);
    require(!dtype.isFloating(), code, "bool or integer operands");
    return new Scalar(code, dtype, 0, this, b);
  }

  private Scalar shift(Instruction code, int distance) {
    require(dtype.isInteger(), code, "an integer operand");
    return shift(code, constant(dtype, (long) distance));
  }

  private Scalar shift(Instruction code, Scalar distance) {
    require(dtype.isInteger(), code, "an integer operand");
    same(code, distance);
    return new Scalar(code, dtype, 0, this, distance);
  }

  private void same(Instruction code, Scalar b) {
    if (b.dtype != dtype) {
      throw new ShapeException(
          code.name().toLowerCase(Locale.ROOT),
          "operands have different dtypes: "
              + dtype
              + " and "
              + b.dtype
              + "; convert one of them, as with cast(DType."
              + dtype.name()
              + ")");
    }
  }

  private void require(boolean condition, Instruction code, String what) {
    if (!condition) {
      throw refuse(code, what);
    }
  }

  private ShapeException refuse(Instruction code, String what) {
    return new ShapeException(
        code.name().toLowerCase(Locale.ROOT), "needs " + what + ", got " + dtype + "; cast it");
  }

  /** Returns the straight-line code that computes the expression, one instruction a line. */
  @Override
  public String toString() {
    return ScalarProgram.of(this).toString();
  }
}
