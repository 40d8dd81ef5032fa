// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;

/** Draws the first values of a parameter. The same key gives the same values on every machine. */
@FunctionalInterface
public interface Initializer {
  /**
   * Returns first values.
   *
   * @param type dtype and shape of the values
   * @param fanIn how many inputs an output is computed from
   * @param fanOut how many outputs an input enters
   * @param key decides the values
   */
  Tensor draw(TensorType type, int fanIn, int fanOut, Key key);

  /**
   * Returns normal values of variance {@code 2/fanIn}, which keep the variance of activations
   * through layers with ReLU (He et al. 2015, <i>Delving Deep into Rectifiers</i>, equation 10).
   */
  static Initializer heNormal() {
    return (type, fanIn, _, key) -> Draws.normal(type, Math.sqrt(2.0 / fanIn), key);
  }

  /** Returns uniform values of variance {@code 2/fanIn}; see {@link #heNormal}. */
  static Initializer heUniform() {
    return (type, fanIn, _, key) -> Draws.uniform(type, Math.sqrt(6.0 / fanIn), key);
  }

  /**
   * Returns normal values of variance {@code 2/(fanIn + fanOut)}, a compromise between keeping the
   * variance of activations and that of gradients (Glorot and Bengio 2010, <i>Understanding the
   * Difficulty of Training Deep Feedforward Neural Networks</i>, equation 12).
   */
  static Initializer glorotNormal() {
    return (type, fanIn, fanOut, key) -> Draws.normal(type, Math.sqrt(2.0 / (fanIn + fanOut)), key);
  }

  /**
   * Returns uniform values of variance {@code 2/(fanIn + fanOut)} (Glorot and Bengio 2010, equation
   * 16).
   */
  static Initializer glorotUniform() {
    return (type, fanIn, fanOut, key) ->
        Draws.uniform(type, Math.sqrt(6.0 / (fanIn + fanOut)), key);
  }

  /** Returns the same value everywhere. */
  static Initializer constant(double value) {
    return (type, _, _, _) -> Tensor.full(type.dtype(), type.shape(), value);
  }
}
