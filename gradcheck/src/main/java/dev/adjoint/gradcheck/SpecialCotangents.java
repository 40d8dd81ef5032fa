// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;

/** Cotangents of a shape that random ones never have, and rules may take a short cut for. */
final class SpecialCotangents {
  /**
   * A cotangent.
   *
   * @param name what is special, to stand after "that is"
   */
  record Special(String name, double[] values) {}

  private SpecialCotangents() {}

  /** Returns cotangents for a number of outputs; for a single one only those that differ. */
  static List<Special> of(int outputs, RandomGenerator random) {
    List<Special> all = new ArrayList<>();
    all.add(new Special("uniform", fill(outputs, _ -> 1)));
    all.add(new Special("uniform and negative", fill(outputs, _ -> -1)));
    if (outputs > 1) {
      all.add(new Special("positive", fill(outputs, _ -> 0.5 + random.nextDouble())));
      all.add(new Special("negative", fill(outputs, _ -> -0.5 - random.nextDouble())));
      int[] hot = {0, outputs - 1, random.nextInt(outputs)};
      Arrays.stream(hot)
          .distinct()
          .forEach(k -> all.add(new Special("one-hot", fill(outputs, i -> i == k ? 1 : 0))));
    }
    if (outputs > 2) {
      int cold = random.nextInt(outputs);
      double[] signed = Cotangents.plain(outputs, random);
      all.add(new Special("zero in one place", fill(outputs, i -> i == cold ? 0 : signed[i])));
      all.add(
          new Special("sparse", fill(outputs, i -> (i + cold) % outputs % 2 == 0 ? 0 : signed[i])));
    }
    return all;
  }

  private static double[] fill(int outputs, IntToDoubleFunction value) {
    double[] v = new double[outputs];
    Arrays.setAll(v, value);
    return v;
  }
}
