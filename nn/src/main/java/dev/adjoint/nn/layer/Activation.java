// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A function of one expression as a layer without parameters. The factory methods here are
 * elementwise, {@code […] → […]}.
 *
 * @param name the name to print
 * @param function the function of the input
 */
public record Activation(String name, UnaryOperator<Expr> function) implements Layer {
  private static final ImmutableMap<String, UnaryOperator<Expr>> NAMED = byName();

  private static ImmutableMap<String, UnaryOperator<Expr>> byName() {
    ImmutableMap.Builder<String, UnaryOperator<Expr>> map = ImmutableMap.builder();
    Stream.of(relu(), tanh(), sigmoid(), softplus(), silu(), gelu(), geluTanh())
        .forEach(activation -> map.put(activation.name, activation.function));
    return map.put("linear", Activations::linear)
        .put("step", Activations::step)
        .put("selu", Activations::selu)
        .put("mish", Activations::mish)
        .put("relu6", Activations::relu6)
        .put("softsign", Activations::softsign)
        .put("hardSigmoid", Activations::hardSigmoid)
        .put("hardSwish", Activations::hardSwish)
        .put("hardTanh", x -> Activations.hardTanh(x))
        .buildOrThrow();
  }

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

  /**
   * Returns the activation of a name, as Keras has {@code Activation("relu")}: one of those without
   * a number here, or {@code linear}, {@code step}, {@code selu}, {@code mish}, {@code relu6},
   * {@code softsign}, {@code hardSigmoid}, {@code hardSwish}, {@code hardTanh}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Activation named(String name) {
    UnaryOperator<Expr> function = NAMED.get(name);
    Preconditions.checkArgument(
        function != null, "activation: none is named '%s'; there are %s", name, NAMED.keySet());
    return new Activation(name, function);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return function.apply(x);
  }
}
