// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.op.random.Binomial;
import dev.adjoint.ops.op.random.Multinomial;
import dev.adjoint.ops.op.random.Normal;
import dev.adjoint.ops.op.random.Poisson;
import dev.adjoint.ops.op.random.RandomBits;
import dev.adjoint.ops.op.random.TruncatedNormal;
import dev.adjoint.ops.op.random.Uniform;

/**
 * A source of random numbers: a key, and the number of one of its streams. It has no state. The
 * same key, stream and type give the same numbers in every place, on any number of threads. Take a
 * {@link #stream} of its own for each tensor that is to be independent of the others. For new
 * numbers at every run, make the key a {@link State} that the program updates:
 *
 * <pre>{@code
 * State key = State.of("key", Tensor.scalar(42L));
 * RandomKey random = RandomKey.of(key);
 * Expr mask = random.stream(1).bernoulli(0.9, x.shape());
 * Expr noise = random.stream(2).normal(x.type());
 * Program.compile(inputs, outputs, Map.of(key, key.add(1)));
 * }</pre>
 *
 * <p>The generator is Philox4x32-10, see {@link RandomBits}.
 *
 * @param key an I64 scalar
 * @param number the number of the stream
 */
public record RandomKey(Expr key, long number) {
  /**
   * Checks the key.
   *
   * @throws ShapeException if it is not an I64 scalar
   */
  public RandomKey {
    if (!key.type().equals(TensorType.of(DType.I64))) {
      throw new ShapeException("randomKey", "the key must be a scalar i64[], got " + key.type());
    }
  }

  /** Returns a key that is always the same, stream 0. */
  public static RandomKey of(long seed) {
    return new RandomKey(Expr.constant(Tensor.scalar(seed)), 0);
  }

  /** Returns a key that is computed, stream 0. */
  public static RandomKey of(Expr key) {
    return new RandomKey(key, 0);
  }

  /** Returns another stream of the same key, independent of all others. */
  public RandomKey stream(long other) {
    return new RandomKey(key, other);
  }

  /** Returns independent integers, all bit patterns of I32 or I64 equally probable. */
  public Expr bits(TensorType type) {
    return Expr.apply(new RandomBits(type, number), key);
  }

  /** Returns independent numbers evenly distributed over {@code [0, 1)}. */
  public Expr uniform(TensorType type) {
    return Expr.apply(new Uniform(type, number), key);
  }

  /** Returns independent numbers evenly distributed between {@code low} and {@code high}. */
  public Expr uniform(TensorType type, double low, double high) {
    return uniform(type).mul(high - low).add(low);
  }

  /** Returns independent numbers of the normal distribution with mean 0 and variance 1. */
  public Expr normal(TensorType type) {
    return Expr.apply(new Normal(type, number), key);
  }

  /**
   * Returns independent numbers of the normal distribution with mean 0 and variance 1 given that
   * they lie between two bounds, which may be infinite.
   *
   * @throws IllegalArgumentException unless {@code low < high}
   */
  public Expr truncatedNormal(TensorType type, double low, double high) {
    return Expr.apply(new TruncatedNormal(type, number, low, high), key);
  }

  /**
   * Returns independent numbers of the normal distributions with the given means and standard
   * deviations, which are broadcast; derivatives go to both. NaN where a deviation is negative.
   */
  public Expr normal(Expr mean, Expr deviation) {
    return Distributions.scaled(
        normal(Distributions.common("normal", mean, deviation)), mean, deviation);
  }

  // ---------------- other continuous ones

  /** Returns independent numbers of the exponential distribution with mean 1. */
  public Expr exponential(TensorType type) {
    return Distributions.exponential(this, type);
  }

  /**
   * Returns independent numbers of the exponential distributions with the given rates, that is
   * means {@code 1/rate}. Derivatives go to the rates. NaN where a rate is negative.
   */
  public Expr exponential(Expr rate) {
    return exponential(rate.type()).div(Distributions.notNegative(rate));
  }

  /**
   * Returns independent numbers of the Laplace distribution with density {@code e^−|x|/2}: variance
   * 2.
   */
  public Expr laplace(TensorType type) {
    return Distributions.laplace(this, type);
  }

  /**
   * Returns independent numbers of the Laplace distributions with the given means and scales, which
   * are broadcast; derivatives go to both. NaN where a scale is negative.
   */
  public Expr laplace(Expr location, Expr scale) {
    return Distributions.scaled(
        laplace(Distributions.common("laplace", location, scale)), location, scale);
  }

  /** Returns independent numbers of the Gumbel distribution {@code P(y ≤ x) = exp(−e⁻ˣ)}. */
  public Expr gumbel(TensorType type) {
    return Distributions.gumbel(this, type);
  }

  /**
   * Returns independent numbers of the Gumbel distributions with the given modes and scales, which
   * are broadcast; derivatives go to both. NaN where a scale is negative.
   */
  public Expr gumbel(Expr location, Expr scale) {
    return Distributions.scaled(
        gumbel(Distributions.common("gumbel", location, scale)), location, scale);
  }

  /**
   * Returns independent numbers of the gamma distributions with density {@code z^(α−1)·e^−z/Γ(α)}.
   *
   * <p>They are differentiable by {@code α}, implicitly, to any order: each number stands for a
   * quantile, and moves with it (Figurnov, Mohamed and Mnih, 2018). A difference of the numbers for
   * two {@code α} is no estimate of that, as other ones are drawn then.
   *
   * @param concentration {@code α}; 0 gives 0, a negative one NaN
   */
  public Expr gamma(Expr concentration) {
    return Distributions.logGamma(this, concentration).exp().cast(concentration.dtype());
  }

  /**
   * Returns independent numbers of the gamma distributions with the given shapes and rates, which
   * are broadcast: {@link #gamma(Expr)} divided by the rate, and differentiable by both. NaN where
   * one is negative.
   */
  public Expr gamma(Expr concentration, Expr rate) {
    TensorType type = Distributions.common("gamma", concentration, rate);
    return gamma(concentration.broadcastTo(type.shape())).div(Distributions.notNegative(rate));
  }

  /**
   * Returns the logarithms of {@link #gamma(Expr)}, which are right where that is too small for the
   * dtype, as it is nearly always for a concentration below 0.001.
   */
  public Expr logGamma(Expr concentration) {
    return Distributions.logGamma(this, concentration).cast(concentration.dtype());
  }

  /**
   * Returns independent numbers of the beta distributions with density proportional to {@code
   * x^(a−1)·(1 − x)^(b−1)} on {@code [0, 1]}. The parameters are broadcast; the numbers are
   * differentiable by both, as those of {@link #gamma(Expr)} are of which they are made. NaN where
   * one is negative, or both are below 10⁻³⁰⁷.
   */
  public Expr beta(Expr a, Expr b) {
    return Distributions.beta(this, a, b);
  }

  /**
   * Returns independent probabilities, which have sum 1 along an axis, of the Dirichlet
   * distributions with the given concentrations along that axis. They are differentiable by these,
   * as those of {@link #gamma(Expr)} are of which they are made.
   */
  public Expr dirichlet(Expr concentration, int axis) {
    return Distributions.logGamma(this, concentration).softmax(axis).cast(concentration.dtype());
  }

  // ---------------- whole numbers

  /**
   * Returns independent truth values, each true with its probability {@code p}. A truth value has
   * no derivative, so neither has {@code p}.
   */
  public Expr bernoulli(Expr p) {
    return uniform(p.type()).less(p);
  }

  /** Returns independent truth values, each true with probability {@code p}. */
  public Expr bernoulli(double p, Shape shape) {
    return uniform(new TensorType(DType.F32, shape)).less(p);
  }

  /**
   * Returns for each line of logarithms of probabilities along an axis, which need not be
   * normalised, the I32 place of an element drawn with its probability: where the logarithm plus
   * Gumbel noise is largest (Gumbel, 1954). An element −∞ is not drawn unless all are; NaN is.
   */
  public Expr categorical(Expr logits, int axis) {
    return logits.add(gumbel(logits.type())).argMax(axis);
  }

  /**
   * Returns how often each element is drawn in {@code count} draws with replacement, for each line
   * of weights along an axis; see {@link Multinomial}.
   */
  public Expr multinomial(int count, Expr weights, int axis) {
    int normal = weights.shape().axis("multinomial", axis);
    return Expr.apply(new Multinomial(number, count, normal), key, weights);
  }

  /**
   * Returns how many of {@code n} independent events happen, each with probability {@code p}. The
   * parameters are broadcast; see {@link Binomial}.
   */
  public Expr binomial(Expr n, Expr p) {
    Shape shape = Shape.broadcast("binomial", n.shape(), p.shape());
    return Expr.apply(new Binomial(number), key, n.broadcastTo(shape), p.broadcastTo(shape));
  }

  /** Returns independent numbers of the Poisson distributions with given means; {@link Poisson}. */
  public Expr poisson(Expr rate) {
    return Expr.apply(new Poisson(number), key, rate);
  }

  // ---------------- orders and choices

  /** Returns the I32 numbers from 0 to {@code n − 1} in random order. */
  public Expr permutation(int n) {
    return Distributions.permutation(this, n);
  }

  /** Returns what stands along an axis in random order, the same on all its lines. */
  public Expr permutation(Expr x, int axis) {
    int normal = x.shape().axis("permutation", axis);
    return x.gather(normal, permutation(x.shape().dim(normal)));
  }

  /**
   * Returns {@code count} of the I32 numbers from 0 to {@code bound − 1}, drawn evenly.
   *
   * @param replace whether a number may be drawn several times
   * @throws IllegalArgumentException if there are too few to draw from
   */
  public Expr choice(int bound, int count, boolean replace) {
    return Distributions.choice(this, bound, count, replace);
  }

  /**
   * Returns {@code count} I32 places of a vector of weights, drawn one after the other with
   * probabilities proportional to the weights of those that are left. What has no positive weight
   * is drawn only where nothing else is left.
   *
   * @param replace whether a place may be drawn several times
   * @throws IllegalArgumentException if there are too few to draw from
   */
  public Expr choice(Expr weights, int count, boolean replace) {
    return Distributions.choice(this, weights, count, replace);
  }
}
