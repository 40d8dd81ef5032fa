// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.op.random.Normal;
import dev.adjoint.ops.op.random.RandomBits;
import dev.adjoint.ops.op.random.TruncatedNormal;
import dev.adjoint.ops.op.random.Uniform;

/**
 * Where random numbers come from: a key, and the number of one of its streams. Nothing is hidden
 * behind it: the same key, stream and type give the same numbers wherever they are asked for, on
 * any number of threads. So whoever needs several independent tensors takes a {@link #stream} for
 * each, and whoever needs new numbers at every run makes the key a {@link State} that the program
 * updates:
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
}
