// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.ops.op.activation.Elu;
import dev.adjoint.ops.op.activation.Gelu;
import dev.adjoint.ops.op.activation.LeakyRelu;
import dev.adjoint.ops.op.activation.Softplus;

/**
 * Activations of neural networks, element by element. Those that users of PyTorch expect on a
 * tensor are methods: {@link Expr#relu}, {@link Expr#sigmoid}, {@link Expr#tanh}, {@link
 * Expr#softmax} and {@link Expr#logSoftmax}.
 */
public final class Activations {
  private Activations() {}

  /** Returns {@code x} where it is positive, else {@code slope·x}, element by element. */
  public static Expr leakyRelu(Expr x, double slope) {
    return Expr.apply(new LeakyRelu(slope), x);
  }

  /** Returns {@code x} where it is positive, else {@code α·(eˣ − 1)}, element by element. */
  public static Expr elu(Expr x, double alpha) {
    return Expr.apply(new Elu(alpha), x);
  }

  /**
   * Returns {@code x·Φ(x)} with the distribution function of the normal distribution, element by
   * element.
   */
  public static Expr gelu(Expr x) {
    return Expr.apply(new Gelu(), x);
  }

  /** Returns {@code ln(1 + eˣ)} without overflow, element by element. */
  public static Expr softplus(Expr x) {
    return Expr.apply(new Softplus(), x);
  }
}
