// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import java.util.function.UnaryOperator;

/**
 * A function of one expression as a layer without parameters; here those that act element by
 * element, {@code […] → […]}.
 *
 * @param name the name to print
 * @param function what the layer makes of its input
 */
public record Activation(String name, UnaryOperator<Expr> function) implements Layer {
  /** Returns {@code max(x, 0)} (Nair and Hinton 2010). */
  public static Activation relu() {
    return new Activation("relu", Expr::relu);
  }

  /** Returns {@code x} where it is positive, else {@code slope·x} (Maas et al. 2013). */
  public static Activation leakyRelu(double slope) {
    return new Activation("leakyRelu(" + slope + ")", x -> Activations.leakyRelu(x, slope));
  }

  /** Returns {@code x} where it is positive, else {@code alpha·(eˣ − 1)} (Clevert et al. 2016). */
  public static Activation elu(double alpha) {
    return new Activation("elu(" + alpha + ")", x -> Activations.elu(x, alpha));
  }

  /** Returns {@code tanh x}. */
  public static Activation tanh() {
    return new Activation("tanh", Expr::tanh);
  }

  /** Returns {@code 1/(1 + e⁻ˣ)}. */
  public static Activation sigmoid() {
    return new Activation("sigmoid", Expr::sigmoid);
  }

  /** Returns {@code ln(1 + eˣ)} (Dugas et al. 2001). */
  public static Activation softplus() {
    return new Activation("softplus", Activations::softplus);
  }

  /** Returns {@code x/(1 + e⁻ˣ)}, also known as swish (Elfwing et al. 2018). */
  public static Activation silu() {
    return new Activation("silu", x -> x.mul(x.sigmoid()));
  }

  /**
   * Returns {@code x·Φ(x)} with the distribution function {@code Φ} of the normal distribution
   * (Hendrycks and Gimpel 2016).
   */
  public static Activation gelu() {
    return new Activation("gelu", Activations::gelu);
  }

  /**
   * Returns {@code x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))}, the approximation of {@link #gelu} by
   * its authors, within 5·10⁻⁴ of it.
   */
  public static Activation geluTanh() {
    double scale = Math.sqrt(2 / Math.PI);
    return new Activation(
        "geluTanh",
        x -> x.mul(0.5).mul(x.square().mul(0.044715 * scale).add(scale).mul(x).tanh().add(1)));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return function.apply(x);
  }
}
