// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import java.util.SplittableRandom;

/** Draws the inputs at which a function is measured. The same seed gives the same ones. */
final class SamplePoints {
  private static final double[] ENDS = {
    0,
    -0.0,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NaN,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    0.5,
    1,
    2,
    0x1p-27,
    0x1p-53,
    0x1p24,
    0x1p53,
    // Next to a multiple of π/2: Muller, Elementary Functions, section 11
    6381956970095103.0 * 0x1p797,
    16367173 * 0x1p72,
  };

  private final Measured function;
  private final SplittableRandom random;

  /** Returns a source of inputs for a function. */
  SamplePoints(Measured function, long seed) {
    this.function = function;
    this.random = new SplittableRandom(seed);
  }

  /** Returns the ends of the formats, both signs, and a function's places, each with neighbours. */
  double[] edges(int neighbours, boolean floats) {
    double[] places = new double[2 * ENDS.length + function.places().length()];
    for (int i = 0; i < ENDS.length; i++) {
      places[2 * i] = ENDS[i];
      places[2 * i + 1] = -ENDS[i];
    }
    for (int i = 0; i < function.places().length(); i++) {
      places[2 * ENDS.length + i] = function.places().get(i);
    }
    int each = 2 * neighbours + 1;
    double[] points = new double[places.length * each];
    for (int i = 0; i < points.length; i++) {
      int step = i % each - neighbours;
      points[i] = floats ? next((float) places[i / each], step) : next(places[i / each], step);
    }
    return points;
  }

  private static double next(double x, int step) {
    return Double.isNaN(x) || Double.isInfinite(x) && step > 0
        ? x
        : Double.longBitsToDouble(Double.doubleToRawLongBits(x) + step);
  }

  private static double next(float x, int step) {
    return Float.isNaN(x) || Float.isInfinite(x) && step > 0
        ? x
        : Float.intBitsToFloat(Float.floatToRawIntBits(x) + step);
  }

  /** Fills a block with inputs of all kinds. */
  double[] next(double[] block) {
    for (int i = 0; i < block.length; i++) {
      block[i] = next(i % 8);
    }
    return block;
  }

  private double next(int kind) {
    double low = function.low();
    double high = function.high();
    return switch (kind) {
      case 0 -> Double.longBitsToDouble(random.nextLong()); // any bits
      case 1 -> sign() * Math.scalb(1 + random.nextDouble(), random.nextInt(-60, 12));
      case 2 -> near(); // one of the places
      case 3 -> random.nextInt(1 << 20) * (Math.PI / 2) * sign();
      case 4 -> (float) random.nextDouble(low, high);
      default -> random.nextDouble(low, high);
    };
  }

  private double near() {
    int n = function.places().length();
    double place = n == 0 ? 1 : function.places().get(random.nextInt(n));
    return place + sign() * Math.scalb(1 + random.nextDouble(), random.nextInt(-40, -2));
  }

  private int sign() {
    return random.nextBoolean() ? 1 : -1;
  }
}
