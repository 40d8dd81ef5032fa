// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

/**
 * The position of a quantile {@code q} among {@code n} ascending elements, counted from 0, and how
 * it is computed from its neighbours: the methods of NumPy, by its names (Hyndman and Fan, "Sample
 * quantiles in statistical packages", 1996, for the first nine).
 */
public enum QuantileMethod {
  /** The element at {@code ⌈nq⌉ − 1}. */
  INVERTED_CDF,
  /** As {@link #INVERTED_CDF}, the mean of two where {@code nq} is whole. */
  AVERAGED_INVERTED_CDF,
  /** The element closest to {@code nq − 1}; of two the one with an odd position. */
  CLOSEST_OBSERVATION,
  /** Between neighbours, at {@code nq − 1}. */
  INTERPOLATED_INVERTED_CDF,
  /** Between neighbours, at {@code nq − 1/2}. */
  HAZEN,
  /** Between neighbours, at {@code (n + 1)q − 1}. */
  WEIBULL,
  /** Between neighbours, at {@code (n − 1)q}: the usual one. */
  LINEAR,
  /** Between neighbours, at {@code (n + 1/3)q − 2/3}. */
  MEDIAN_UNBIASED,
  /** Between neighbours, at {@code (n + 1/4)q − 5/8}. */
  NORMAL_UNBIASED,
  /** The element at or before {@code (n − 1)q}. */
  LOWER,
  /** The element at or after {@code (n − 1)q}. */
  HIGHER,
  /** The mean of {@link #LOWER} and {@link #HIGHER}. */
  MIDPOINT,
  /** The element nearest to {@code (n − 1)q}; of two the one with an even position. */
  NEAREST;

  /**
   * A position between elements.
   *
   * @param low the element before it
   * @param weight the weight of the next element, less than 1; 0 if there is none
   */
  record Place(int low, double weight) {}

  /** Returns the position of a quantile among {@code n} elements. */
  Place place(int n, double q) {
    double linear = (n - 1) * q;
    double inverted = n * q - 1;
    double place =
        switch (this) {
          case INVERTED_CDF -> Math.ceil(inverted);
          case AVERAGED_INVERTED_CDF ->
              inverted == Math.floor(inverted) ? inverted + 0.5 : Math.ceil(inverted);
          case CLOSEST_OBSERVATION -> closest(inverted - 0.5);
          case INTERPOLATED_INVERTED_CDF -> inverted;
          case HAZEN -> between(n, q, 0.5);
          case WEIBULL -> between(n, q, 0);
          case LINEAR -> linear;
          case MEDIAN_UNBIASED -> between(n, q, 1 / 3.0);
          case NORMAL_UNBIASED -> between(n, q, 3 / 8.0);
          case LOWER -> Math.floor(linear);
          case HIGHER -> Math.ceil(linear);
          case MIDPOINT -> (Math.floor(linear) + Math.ceil(linear)) / 2;
          case NEAREST -> Math.rint(linear);
        };
    double inside = Math.clamp(place, 0, n - 1.0);
    int low = (int) Math.floor(inside);
    return new Place(low, inside - low);
  }

  private static double closest(double place) {
    double low = Math.floor(place);
    return place == low && low % 2 != 0 ? low : low + 1;
  }

  private static double between(int n, double q, double shift) {
    return n * q + (shift + q * (1 - 2 * shift)) - 1;
  }
}
