// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.init;

import java.util.SplittableRandom;

/**
 * Standard normal numbers by the polar method (Marsaglia and Bray 1964, <i>A Convenient Method for
 * Generating Normal Variables</i>), with functions that have the same bits on every machine.
 */
final class Normals {
  private final SplittableRandom random;

  Normals(SplittableRandom random) {
    this.random = random;
  }

  double next() {
    while (true) {
      double u = random.nextDouble(-1, 1);
      double v = random.nextDouble(-1, 1);
      double square = u * u + v * v;
      if (square > 0 && square < 1) {
        return u * Math.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }
}
