// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.DType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;

/**
 * The perceptron: 1 where {@code x·W + b} is positive, else 0, {@code […, in] → […, out]}
 * (Rosenblatt 1958, <i>The Perceptron: A Probabilistic Model for Information Storage and
 * Organization in the Brain</i>).
 *
 * <p>A step has no slope, so its derivative is taken to be that of {@code x·W + b}. Then gradient
 * descent on {@code ½·(t − y)²}, one example at a time, is Rosenblatt's rule {@code W ← W + η·(t −
 * y)·x}: it changes nothing where the answer is right, and ends after finitely many changes if a
 * plane separates the classes (Novikoff 1962, <i>On Convergence Proofs for Perceptrons</i>). With
 * {@code Loss.meanSquaredError()}, which has no {@code ½}, {@code η} is twice the rate.
 *
 * <p>The sigmoid neuron, whose step is smooth, is {@code Sequential.of(Dense.of(in, 1, seed),
 * Activation.sigmoid())}.
 *
 * @param dense the layer {@code x·W + b}
 */
public record Perceptron(Dense dense) implements Layer {
  /** Returns an F32 layer that begins with zeros, as the rule is usually begun. */
  public static Perceptron of(int in, int out) {
    return of(in, out, DType.F32);
  }

  /**
   * Returns a layer that begins with zeros.
   *
   * @throws IllegalArgumentException if a number of features is not positive
   */
  public static Perceptron of(int in, int out, DType dtype) {
    return new Perceptron(Dense.of(in, out, Initializer.constant(0), dtype, Seed.of(0)));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Expr z = dense.apply(x, context);
    // The difference is 0, and has the derivative.
    return Activations.step(z).add(z.sub(z.stopGradient()));
  }
}
