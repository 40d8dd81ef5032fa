// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.network;

import com.google.common.collect.ImmutableList;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.ops.Expr;
import java.util.function.UnaryOperator;

/** Networks of sixteen hidden layers, which differ in what stands between their weights. */
public final class DeepNetworks {
  /** The number of hidden layers. */
  public static final int DEPTH = 16;

  /** The number of neurons of each. */
  public static final int WIDTH = 32;

  private DeepNetworks() {}

  /**
   * Returns a network from images to a score for each digit.
   *
   * @param pixels the number of pixels of an image
   * @param weights the first values of the weights of hidden layers
   * @param hidden a hidden layer, of its weights
   */
  public static Layer of(int pixels, Initializer weights, UnaryOperator<Layer> hidden, Seed seed) {
    ImmutableList.Builder<Layer> layers = ImmutableList.builder();
    layers.add(new Flatten(), Dense.of(pixels, WIDTH, seed.fold(DEPTH)));
    for (int i = 0; i < DEPTH; i++) {
      layers.add(hidden.apply(Dense.of(WIDTH, WIDTH, weights, seed.fold(i))));
    }
    layers.add(Dense.of(WIDTH, DigitImages.CLASSES, seed.fold(DEPTH + 1)));
    return new Sequential(layers.build());
  }

  /** Returns {@code x + f(x)} (He et al. 2016, <i>Deep Residual Learning</i>). */
  public static Layer residual(Layer f) {
    return new Residual(f);
  }

  private record Residual(Layer inner) implements Layer {
    @Override
    public Expr apply(Expr x, ForwardContext context) {
      return x.add(inner.apply(x, context));
    }
  }
}
