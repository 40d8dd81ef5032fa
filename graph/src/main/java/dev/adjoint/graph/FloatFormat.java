// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.base.Strings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Writes floating-point numbers as NumPy does. A number gets the fewest digits that tell it from
 * its neighbours in its dtype; in a column, at most {@value #PRECISION} of them after the point,
 * all points below each other, and scientific notation if the magnitudes differ much.
 */
final class FloatFormat {
  private static final int PRECISION = 8;

  private final boolean scientific;
  private int precision;
  private int left;
  private int right;
  private int exponentDigits = 2;

  private FloatFormat(boolean scientific) {
    this.scientific = scientific;
  }

  /** Returns a number that stands alone, such as {@code 0.1} or {@code 1e-05}. */
  static String single(Buffer buffer, int at) {
    double value = buffer.getDouble(at);
    if (!Double.isFinite(value)) {
      return special(value);
    }
    double magnitude = Math.abs(value);
    double large = buffer.dtype() == DType.F32 ? 1e6 : 1e16;
    if (value == 0 || magnitude >= 1e-4 && magnitude < large) {
      String text = sign(value) + shortest(buffer, at).toPlainString();
      return text.contains(".") ? text : text + ".0";
    }
    BigDecimal digits = shortest(buffer, at).stripTrailingZeros();
    String mantissa = digits.unscaledValue().toString();
    String fraction = mantissa.length() > 1 ? "." + mantissa.substring(1) : "";
    return sign(value) + mantissa.charAt(0) + fraction + exponent(exponentOf(digits), 2);
  }

  /** Returns numbers that stand below each other, all equally wide. */
  static List<String> column(Buffer buffer, List<Integer> shown) {
    FloatFormat format = new FloatFormat(needsExponents(buffer, shown));
    shown.forEach(at -> format.fit(buffer, at));
    shown.forEach(at -> format.fitSpecial(buffer.getDouble(at)));
    return shown.stream().map(at -> format.cell(buffer, at)).toList();
  }

  private static boolean needsExponents(Buffer buffer, List<Integer> shown) {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int at : shown) {
      double magnitude = Math.abs(buffer.getDouble(at));
      if (magnitude > 0 && Double.isFinite(magnitude)) {
        smallest = Math.min(smallest, magnitude);
        largest = Math.max(largest, magnitude);
      }
    }
    if (largest == 0) {
      return false;
    }
    boolean single = buffer.dtype() == DType.F32;
    double ratio = single ? (float) largest / (float) smallest : largest / smallest;
    return largest >= (single ? 1e6 : 1e8) || smallest < 1e-4 || ratio > 1000;
  }

  /** Widens the column to fit a number. */
  private void fit(Buffer buffer, int at) {
    double value = buffer.getDouble(at);
    if (!Double.isFinite(value)) {
      return;
    }
    BigDecimal digits = rounded(buffer, at);
    if (scientific) {
      int exponent = exponentOf(digits);
      precision = Math.max(precision, digits.precision() - 1);
      left = Math.max(left, sign(value).length() + 1);
      exponentDigits = Math.max(exponentDigits, Integer.toString(Math.abs(exponent)).length());
      right = precision + 2 + exponentDigits;
    } else {
      int point = positional(value, digits).indexOf('.');
      left = Math.max(left, point);
      right = Math.max(right, digits.scale());
    }
  }

  private void fitSpecial(double value) {
    if (!Double.isFinite(value)) {
      left = Math.max(left, special(value).length() - right - 1);
    }
  }

  private String cell(Buffer buffer, int at) {
    double value = buffer.getDouble(at);
    if (!Double.isFinite(value)) {
      return Strings.padStart(special(value), left + 1 + right, ' ');
    }
    if (!scientific) {
      String text = positional(value, rounded(buffer, at));
      return Strings.padEnd(
          Strings.padStart(text, left + text.length() - text.indexOf('.'), ' '),
          left + 1 + right,
          ' ');
    }
    // Not the shortest digits filled up with zeros: every column shows what the number is.
    BigDecimal digits =
        new BigDecimal(Math.abs(value))
            .round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    digits = digits.signum() == 0 ? BigDecimal.ZERO : digits.stripTrailingZeros();
    String mantissa = Strings.padEnd(digits.unscaledValue().toString(), precision + 1, '0');
    return Strings.padStart(sign(value) + mantissa.charAt(0), left, ' ')
        + "."
        + mantissa.substring(1)
        + exponent(exponentOf(digits), exponentDigits);
  }

  /** Returns the magnitude with the digits that the column shows, without trailing zeros. */
  private BigDecimal rounded(Buffer buffer, int at) {
    BigDecimal shortest = shortest(buffer, at);
    if (shortest.signum() == 0) {
      return BigDecimal.ZERO;
    }
    int scale = scientific ? PRECISION - exponentOf(shortest) : PRECISION;
    BigDecimal digits =
        shortest.scale() <= scale
            ? shortest
            : new BigDecimal(Math.abs(buffer.getDouble(at)))
                .setScale(scale, RoundingMode.HALF_EVEN);
    BigDecimal stripped = digits.stripTrailingZeros();
    return scientific || stripped.scale() >= 0 ? stripped : stripped.setScale(0);
  }

  /** Returns the magnitude with the fewest digits that tell it from its neighbours. */
  private static BigDecimal shortest(Buffer buffer, int at) {
    double magnitude = Math.abs(buffer.getDouble(at));
    String text =
        buffer.dtype() == DType.F32
            ? Float.toString((float) magnitude)
            : Double.toString(magnitude);
    BigDecimal digits = new BigDecimal(text);
    if (digits.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal stripped = digits.stripTrailingZeros();
    if (stripped.precision() != 2) {
      return stripped;
    }
    // Java writes two digits at least, and then the nearest two: 4.9E-324 for 5e-324.
    BigDecimal one = new BigDecimal(magnitude).round(new MathContext(1, RoundingMode.HALF_EVEN));
    boolean tells =
        buffer.dtype() == DType.F32
            ? one.floatValue() == (float) magnitude
            : one.doubleValue() == magnitude;
    return tells ? one.stripTrailingZeros() : stripped;
  }

  private static int exponentOf(BigDecimal digits) {
    return digits.signum() == 0 ? 0 : digits.precision() - digits.scale() - 1;
  }

  private static String positional(double value, BigDecimal magnitude) {
    String text = sign(value) + magnitude.toPlainString();
    return text.contains(".") ? text : text + ".";
  }

  private static String exponent(int exponent, int digits) {
    String text = Strings.padStart(Integer.toString(Math.abs(exponent)), digits, '0');
    return (exponent < 0 ? "e-" : "e+") + text;
  }

  /** Returns the minus of a negative number or zero. */
  private static String sign(double value) {
    return Math.copySign(1, value) < 0 ? "-" : "";
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }
}
