// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The scale of an axis.
 *
 * @param low where it begins
 * @param high where it ends, above that
 * @param isLogarithmic whether equal factors are equal lengths
 */
record Axis(double low, double high, boolean isLogarithmic) {
  /**
   * Returns an axis for some numbers.
   *
   * @param logarithmic whether it is logarithmic if all are positive and far apart
   */
  static Axis of(List<double[]> series, boolean logarithmic) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] values : series) {
      for (double value : values) {
        if (Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    if (low > high) {
      return new Axis(0, 1, false);
    }
    if (logarithmic && low > 0 && high / 2 > low) {
      return new Axis(low / 1.1, Math.min(high * 1.1, Double.MAX_VALUE), true);
    }
    double room = Math.max((high / 2 - low / 2) / 10, Math.max(Math.abs(high), 1e-300) * 1e-3);
    return new Axis(
        Math.max(low - room, -Double.MAX_VALUE), Math.min(high + room, Double.MAX_VALUE), false);
  }

  /** Returns an axis from one number to another. */
  static Axis linear(double low, double high) {
    return new Axis(low, high > low ? high : low + 1, false);
  }

  /** Returns where a number is, from 0 to 1. */
  double place(double value) {
    return isLogarithmic
        ? (log(value) - log(low)) / (log(high) - log(low))
        : (value / 2 - low / 2) / (high / 2 - low / 2);
  }

  private static double log(double value) {
    return StrictMath.log10(value);
  }

  /** Returns the numbers to write at the axis: powers of ten, or multiples of 1, 2 or 5 of one. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (isLogarithmic) {
      int first = (int) Math.floor(log(low));
      int last = (int) Math.ceil(log(high));
      int step = Math.max(1, (last - first) / 6);
      for (int power = first; power <= last; power += step) {
        for (int digit : digits(last - first)) {
          // Divided, not multiplied by a rounded power: 0.3, not 0.30000000000000004.
          double size = StrictMath.pow(10, Math.abs(power));
          add(ticks, power < 0 ? digit / size : digit * size);
        }
      }
      return ticks;
    }
    double step = StrictMath.pow(10, Math.floor(log((high / 2 - low / 2) / 2.5)));
    double width = (high / 2 - low / 2) * 2;
    step *= width / step > 25 ? 10 : width / step > 12 ? 5 : width / step > 6 ? 2 : 1;
    for (long i = (long) Math.ceil(low / step); i * step <= high && ticks.size() < 30; i++) {
      add(ticks, i * step);
    }
    return ticks;
  }

  private int[] digits(int powers) {
    return high / 6 < low
        ? new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9}
        : powers <= 2 ? new int[] {1, 2, 5} : new int[] {1};
  }

  private void add(List<Double> ticks, double tick) {
    if (tick >= low && tick <= high) {
      ticks.add(tick);
    }
  }

  /** Returns a number as it is written at the axis. */
  static String label(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size >= 1e5 || size < 1e-3) {
      int power = (int) Math.floor(log(size) + 1e-9);
      double digits = value / StrictMath.pow(10, power);
      String mantissa = plain(digits);
      return mantissa + "e" + power;
    }
    return plain(value);
  }

  private static String plain(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
