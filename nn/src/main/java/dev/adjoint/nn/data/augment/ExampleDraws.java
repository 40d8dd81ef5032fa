// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.augment;

import dev.adjoint.nn.Seed;

/** The random numbers of one example, one after another. */
final class ExampleDraws {
  private final Seed seed;
  private long drawn;

  /** Begins the numbers of the example with the given place. */
  ExampleDraws(Seed seed, int row) {
    this.seed = seed.fold(row);
  }

  /** Returns a number from {@code low} to below {@code high}, or {@code low} if they are equal. */
  double uniform(double low, double high) {
    return low + (seed.bits(drawn++) >>> 11) * 0x1p-53 * (high - low);
  }

  /** Returns an integer from 0 to below {@code bound}. */
  int below(int bound) {
    return (int) Math.unsignedMultiplyHigh(seed.bits(drawn++), bound);
  }

  /** Returns a number of the normal distribution (Box and Muller 1958). */
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(0, 1)));
    return radius * StrictMath.cos(2 * Math.PI * uniform(0, 1));
  }

  /**
   * Returns a number of the gamma distribution of scale 1 (Marsaglia and Tsang 2000, <i>A Simple
   * Method for Generating Gamma Variables</i>).
   */
  double gamma(double shape) {
    if (shape < 1) {
      double power = StrictMath.pow(1 - uniform(0, 1), 1 / shape);
      return gamma(shape + 1) * power;
    }
    double d = shape - 1 / 3.0;
    while (true) {
      double x = normal();
      double v = 1 + x / StrictMath.sqrt(9 * d);
      v = v * v * v;
      double u = 1 - uniform(0, 1);
      if (v > 0 && StrictMath.log(u) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
        return d * v;
      }
    }
  }
}
