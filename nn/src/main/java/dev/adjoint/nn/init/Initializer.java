// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.init;

import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import java.util.List;
import java.util.Map;

/** Draws the first values of a parameter. The same seed gives the same values on every machine. */
@FunctionalInterface
public interface Initializer {
  /**
   * Returns first values.
   *
   * @param type dtype and shape of the values
   * @param fanIn how many inputs an output is computed from
   * @param fanOut how many outputs an input enters
   * @param seed decides the values
   */
  Tensor draw(TensorType type, int fanIn, int fanOut, Seed seed);

  /**
   * Returns normal values of variance {@code 2/fanIn}, which keep the variance of activations
   * through layers with ReLU (He et al. 2015, <i>Delving Deep into Rectifiers</i>, equation 10).
   */
  static Initializer heNormal() {
    return (type, fanIn, _, seed) -> normal(Math.sqrt(2.0 / fanIn)).draw(type, 1, 1, seed);
  }

  /** Returns uniform values of variance {@code 2/fanIn}; see {@link #heNormal}. */
  static Initializer heUniform() {
    return (type, fanIn, _, seed) -> uniform(Math.sqrt(6.0 / fanIn)).draw(type, 1, 1, seed);
  }

  /**
   * Returns normal values of variance {@code 2/(fanIn + fanOut)}, a compromise between keeping the
   * variance of activations and that of gradients (Glorot and Bengio 2010, <i>Understanding the
   * Difficulty of Training Deep Feedforward Neural Networks</i>, equation 12).
   */
  static Initializer glorotNormal() {
    return (type, fanIn, fanOut, seed) ->
        normal(Math.sqrt(2.0 / (fanIn + fanOut))).draw(type, 1, 1, seed);
  }

  /**
   * Returns uniform values of variance {@code 2/(fanIn + fanOut)} (Glorot and Bengio 2010, equation
   * 16).
   */
  static Initializer glorotUniform() {
    return (type, fanIn, fanOut, seed) ->
        uniform(Math.sqrt(6.0 / (fanIn + fanOut))).draw(type, 1, 1, seed);
  }

  /**
   * Returns normal values of mean 0.
   *
   * @param deviation the standard deviation
   */
  static Initializer normal(double deviation) {
    return (type, _, _, seed) -> evaluate(RandomKey.of(seed.bits()).normal(type).mul(deviation));
  }

  /** Returns values spread evenly from {@code −bound} to {@code bound}. */
  static Initializer uniform(double bound) {
    return (type, _, _, seed) -> evaluate(RandomKey.of(seed.bits()).uniform(type, -bound, bound));
  }

  /** Interprets, as compiling does not pay for a single run. */
  private static Tensor evaluate(Expr expr) {
    return Interpreter.evaluate(List.of(expr), Map.of()).getFirst();
  }

  /** Returns the same value everywhere. */
  static Initializer constant(double value) {
    return (type, _, _, _) -> Tensor.full(type.dtype(), type.shape(), value);
  }
}
