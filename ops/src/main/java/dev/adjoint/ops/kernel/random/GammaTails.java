// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.random;

import java.util.Arrays;

/**
 * The distribution function of the logarithm {@code ℓ} of a gamma number of shape {@code α}, and
 * its derivatives by {@code α}: with {@code z = e^ℓ} the density of {@code ℓ} is {@code f =
 * z^α·e^−z/Γ(α)}, and
 *
 * <pre>{@code
 * F(α, ℓ) = ∫ f over (−∞, ℓ] = 1 − ∫ f over [ℓ, ∞).
 * }</pre>
 *
 * <p>The smaller tail is integrated, relative to {@code f} at its end, by the rule of Gauss and
 * Legendre, up to where the integrand vanishes. For small {@code α} and {@code z} the power series
 * is used instead (DLMF 8.7.1). The integrand of a derivative is that of {@code F} times {@code
 * ∂ⁿf/∂αⁿ / f}. This factor is Bell's polynomial of {@code ∂ ln f/∂α = ℓ − ψ(α)} and of {@code
 * −ψ′(α), −ψ″(α), …} (DLMF 5.15 has the polygammas).
 *
 * <p>No two large terms cancel, so about 13 digits of {@code F} and its first derivative are right
 * for any {@code α} and {@code ℓ}. Higher derivatives may be small in comparison with their terms,
 * and lose digits. An object serves one thread.
 */
public final class GammaTails {
  /** Nodes and weights of Gauss and Legendre on {@code [−1, 1]}, the positive half of 32. */
  private static final double[] NODES = {
    0.04830766568773832, 0.1444719615827965, 0.23928736225213706, 0.33186860228212767,
    0.42135127613063533, 0.5068999089322294, 0.5877157572407623, 0.6630442669302152,
    0.7321821187402897, 0.7944837959679424, 0.84936761373257, 0.8963211557660521,
    0.9349060759377397, 0.9647622555875064, 0.9856115115452684, 0.9972638618494816
  };

  private static final double[] WEIGHTS = {
    0.0965400885147278, 0.09563872007927486, 0.09384439908080457, 0.09117387869576389,
    0.08765209300440381, 0.08331192422694675, 0.07819389578707031, 0.0723457941088485,
    0.06582222277636185, 0.058684093478535544, 0.050998059262376175, 0.04283589802222668,
    0.03427386291302143, 0.02539206530926206, 0.01627439473090567, 0.007018610009470096
  };

  /** An integrand ends where only {@code e^−40} of it is left. */
  private static final double END = 40;

  private final int order;
  private final double[] c;
  private final double[] bell;
  private final double[] series;
  private final double[] term;

  /**
   * Creates room for a calculation.
   *
   * @param order the order of the derivative by {@code α}
   */
  public GammaTails(int order) {
    this.order = order;
    this.c = new double[order + 1];
    this.bell = new double[order + 1];
    this.series = new double[order + 1];
    this.term = new double[order + 1];
  }

  /** Returns room for each piece of a kernel. */
  public static GammaTails[] each(int pieces, int order) {
    GammaTails[] tails = new GammaTails[pieces];
    for (int i = 0; i < pieces; i++) {
      tails[i] = new GammaTails(order);
    }
    return tails;
  }

  /**
   * Returns {@code −∂ⁿF/∂αⁿ / f} at {@code (α, ℓ)} for the order {@code n} from 1 on; NaN where
   * {@code α} is not positive or one of both is not finite.
   */
  public double slope(double alpha, double log) {
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY && Math.abs(log) <= Double.MAX_VALUE)) {
      return Double.NaN;
    }
    double z = StrictMath.exp(log);
    boolean lower = isLower(alpha, z);
    double tail = lower && alpha < 2 ? series(alpha, log, z) : integral(alpha, log, z, lower);
    return lower ? -tail : tail;
  }

  /**
   * Returns the {@code ℓ} at which the distribution of shape {@code to} has the same distribution
   * function as that of shape {@code from} at {@code log}, which is {@code log} if they are equal,
   * else NaN if one of them is not positive. Needs order 0.
   */
  public double transport(double from, double log, double to) {
    if (from == to) {
      return log;
    }
    if (!(from > 0) || !(to > 0) || Double.isNaN(log)) {
      return Double.NaN;
    }
    boolean lower = isLower(from, StrictMath.exp(log));
    double wanted = logTail(from, log, lower);
    double y = log;
    double below = Double.NEGATIVE_INFINITY;
    double above = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 200; i++) {
      double tail = logTail(to, y, lower);
      boolean isBelow = lower == tail < wanted;
      below = isBelow ? y : below;
      above = isBelow ? above : y;
      double slope = StrictMath.exp(logDensity(to, y) - tail);
      double limit = 2 + Math.abs(y);
      double step = Math.clamp((lower ? wanted - tail : tail - wanted) / slope, -limit, limit);
      if (tail == wanted || Math.abs(step) <= 1e-12 * Math.max(1, Math.abs(y))) {
        return tail == wanted ? y : y + step;
      }
      // Logarithms of tails are concave, so that a step leads too far from the flat side alone
      boolean isInside = y + step > below && y + step < above;
      y = isInside ? y + step : (below + above) / 2;
    }
    return y;
  }

  /** Returns {@code ln f}. */
  public static double logDensity(double alpha, double log) {
    // f = α·z^α·e^−z/Γ(α + 1)
    double z = StrictMath.exp(log);
    double deviance =
        Math.abs(z - alpha) < 0.1 * alpha
            ? SaddlePoint.deviance(alpha, z)
            : alpha * (StrictMath.log(alpha) - log) + z - alpha;
    return 0.5 * StrictMath.log(alpha / (2 * Math.PI))
        - SaddlePoint.stirlingError(alpha)
        - deviance;
  }

  private double logTail(double alpha, double log, boolean lower) {
    double z = StrictMath.exp(log);
    boolean own = isLower(alpha, z);
    double ratio = own && alpha < 2 ? series(alpha, log, z) : integral(alpha, log, z, own);
    double tail = StrictMath.log(ratio) + logDensity(alpha, log);
    return own == lower ? tail : StrictMath.log(-StrictMath.expm1(tail));
  }

  /** Returns which tail holds less, or nearly so. */
  private static boolean isLower(double alpha, double z) {
    return z <= Math.max(alpha, 0.5);
  }

  /** Returns {@code ∂ⁿF/∂αⁿ / f} by {@code F/f = Σ zᵏ/(α·(α + 1)⋯(α + k))}. */
  private double series(double alpha, double log, double z) {
    // The Taylor coefficients of the sum without 1/α, by α
    Arrays.fill(series, 0);
    Arrays.fill(term, 0);
    series[0] = 1;
    term[0] = 1;
    for (int k = 1; term[0] > 0x1p-60 * series[0]; k++) {
      // Times z/(α + k + ε)
      for (int j = 0; j <= order; j++) {
        term[j] = (term[j] * z - (j > 0 ? term[j - 1] : 0)) / (alpha + k);
        series[j] += term[j];
      }
    }
    // Times e^(εℓ)·Γ(α + 1)/Γ(α + 1 + ε), whose derivatives are Bell's polynomials
    constants(alpha + 1);
    bell(log - c[0]);
    double sum = 0;
    double factorial = 1; // n!/(n − j)!
    for (int j = 0; j <= order; j++) {
      // (n over j)·j!·series[j] = n!/(n − j)!·series[j]
      sum += bell[order - j] * series[j] * factorial;
      factorial *= order - j;
    }
    return sum / alpha;
  }

  /** Returns the tail of {@code ∂ⁿf/∂αⁿ} relative to {@code f} at its end. */
  private double integral(double alpha, double log, double z, boolean lower) {
    constants(alpha);
    double off = (z - alpha) / alpha;
    double first = // ℓ − ψ(α), without cancelling where α is large
        alpha >= 10 && off > -0.5 && off < 1
            ? StrictMath.log1p(off) - Digamma.lessLogarithm(alpha)
            : log - c[0];
    double sign = lower ? -1 : 1;
    double distance = Math.abs(z - alpha);
    double half = end(distance, z, sign) / 2;
    double sum = 0;
    for (int i = 0; i < 2 * NODES.length; i++) {
      double node = i < NODES.length ? NODES[i] : -NODES[i - NODES.length];
      double x = half * (node + 1);
      double left = StrictMath.exp(-(distance * x + z * beyondLinear(sign * x)));
      bell(first + sign * x);
      sum += WEIGHTS[i % NODES.length] * left * bell[order];
    }
    return half * sum;
  }

  /** Returns the {@code x} at which {@code distance·x + z·(e^±x − 1 ∓ x)} is so large. */
  private static double end(double distance, double z, double sign) {
    double far = END / 3 / z;
    double x = far + StrictMath.sqrt(far * far + 2 * END / z);
    if (sign > 0) {
      x = Math.min(x, 3 + StrictMath.log1p(END / z));
    }
    if (distance > 0) {
      x = Math.min(x, END / distance);
    }
    // A convex function, met from above
    for (int i = 0; i < 12; i++) {
      double value = distance * x + z * beyondLinear(sign * x) - END;
      x -= value / (distance + z * Math.abs(StrictMath.expm1(sign * x)));
    }
    return x;
  }

  /** Returns {@code eˣ − 1 − x}. */
  private static double beyondLinear(double x) {
    if (Math.abs(x) > 0.4) {
      return StrictMath.expm1(x) - x;
    }
    double sum = 1;
    for (int k = 16; k >= 3; k--) {
      sum = 1 + sum * x / k;
    }
    return sum * x * x / 2;
  }

  private void constants(double alpha) {
    for (int k = 0; k < order; k++) {
      c[k] = Digamma.derivative(k, alpha);
    }
  }

  /** Computes Bell's polynomials of {@code first} and of the negative polygammas from 1 on. */
  private void bell(double first) {
    bell[0] = 1;
    for (int n = 0; n < order; n++) {
      double sum = 0;
      double binomial = 1;
      for (int k = 0; k <= n; k++) {
        sum += binomial * bell[n - k] * (k == 0 ? first : -c[k]);
        binomial *= (n - k) / (double) (k + 1);
      }
      bell[n + 1] = sum;
    }
  }
}
