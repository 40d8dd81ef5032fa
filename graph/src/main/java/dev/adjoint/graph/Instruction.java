// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

/**
 * An instruction of the scalar language in which elementwise and reduction ops state what they do
 * to one element.
 *
 * <p>Every instruction rounds to the type of its result: F32 arithmetic is float arithmetic.
 * Integer arithmetic wraps around, and an integer divided by zero gives 0. What IEEE 754 rounds
 * exactly (arithmetic, fma, sqrt, floor, rint) is exact. The transcendental instructions are
 * computed by fixed sequences of the exact ones, so their bits are the same on every machine too.
 * Their largest errors over all arguments, subnormal numbers included, in units in the last place:
 *
 * <table>
 * <caption>Largest errors in ulp, as measured</caption>
 * <tr><th>instruction</th><th>F32</th><th>F64</th></tr>
 * <tr><td>exp</td><td>0.91</td><td>0.85</td></tr>
 * <tr><td>expm1</td><td>1.11</td><td>1.28</td></tr>
 * <tr><td>log</td><td>0.83</td><td>0.84</td></tr>
 * <tr><td>log1p</td><td>0.89</td><td>0.85</td></tr>
 * <tr><td>sin, cos</td><td>1.06</td><td>0.98</td></tr>
 * <tr><td>tanh</td><td>1.42</td><td>1.49</td></tr>
 * <tr><td>erf</td><td>0.99</td><td>0.92</td></tr>
 * <tr><td>pow</td><td>0.92</td><td>0.79</td></tr>
 * </table>
 *
 * <p>±0, ±∞, NaN and numbers without a result give what {@link StrictMath} gives for them, but for
 * the powers of ±1, which are those of IEEE 754: {@code 1ᵇ} is 1 for every {@code b}, NaN and ±∞
 * among them, and {@code (−1)^±∞} is 1.
 */
public enum Instruction {
  /** The element of an input. */
  ARGUMENT(0),
  /** A literal. */
  CONSTANT(0),
  /** {@code a + b}. */
  ADD(2),
  /** {@code a − b}. */
  SUB(2),
  /** {@code a · b}. */
  MUL(2),
  /** {@code a / b}. */
  DIV(2),
  /** The smaller of two; NaN if either is, −0 below +0. */
  MIN(2),
  /** The larger of two; NaN if either is, −0 below +0. */
  MAX(2),
  /** {@code a · b + c} rounded once; floating only. */
  FMA(3),
  /** {@code −a}. */
  NEG(1),
  /** {@code |a|}. */
  ABS(1),
  /** {@code √a}. */
  SQRT(1),
  /** The largest integral value not above {@code a}. */
  FLOOR(1),
  /** The nearest integral value, ties to even. */
  RINT(1),
  /** {@code eᵃ}. */
  EXP(1),
  /** The natural logarithm. */
  LOG(1),
  /** {@code ln(1 + a)} without loss for small {@code a}. */
  LOG1P(1),
  /** {@code eᵃ − 1} without loss for small {@code a}. */
  EXPM1(1),
  /** The sine of an angle in radians. */
  SIN(1),
  /** The cosine of an angle in radians. */
  COS(1),
  /** The hyperbolic tangent. */
  TANH(1),
  /** The error function {@code 2/√π·∫₀ᵃ e^(−t²) dt}. */
  ERF(1),
  /** {@code aᵇ}; 1 if {@code a} is 1 or {@code b} is 0, whatever the other one is. */
  POW(2),
  /** {@code a < b}. */
  LESS(2),
  /** {@code a ≤ b}. */
  LESS_EQUAL(2),
  /** {@code a = b}. */
  EQUAL(2),
  /** Both; bitwise for integers. */
  AND(2),
  /** Either; bitwise for integers. */
  OR(2),
  /** One but not both; bitwise for integers. */
  XOR(2),
  /** Not; BOOL only. */
  NOT(1),
  /** {@code a << b}; integers only, the distance modulo the width. */
  SHIFT_LEFT(2),
  /** {@code a >> b}, keeping the sign; integers only. */
  SHIFT_RIGHT(2),
  /** {@code a >>> b}, filling with 0; integers only. */
  SHIFT_RIGHT_UNSIGNED(2),
  /** {@code b} where the BOOL {@code a} is true, else {@code c}. */
  SELECT(3),
  /** {@code a} converted to another type as Java converts; to BOOL: {@code a ≠ 0}. */
  CAST(1),
  /** The same bits read as the integer or floating type of the same width. */
  BITCAST(1);

  private final int arity;

  Instruction(int arity) {
    this.arity = arity;
  }

  /** Returns how many operands the instruction takes. */
  public int arity() {
    return arity;
  }
}
