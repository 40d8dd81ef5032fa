// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;

/**
 * The largest of several dense outputs, a convex function that is learned: {@code yᵢ = maxⱼ (x·Wᵢⱼ
 * + bᵢⱼ)}, {@code […, in] → […, out]} (Goodfellow et al. 2013, <i>Maxout Networks</i>). The pieces
 * of an output lie beside each other.
 *
 * @param dense all pieces, {@code […, in] → […, out·pieces]}
 * @param pieces how many pieces an output has
 */
public record Maxout(Dense dense, int pieces) implements Layer {
  /**
   * Checks the pieces.
   *
   * @throws IllegalArgumentException if they do not divide the outputs of the dense layer
   */
  public Maxout {
    int all = dense.bias().shape().dim(0);
    Preconditions.checkArgument(
        pieces > 0 && all % pieces == 0,
        "maxout: %s outputs do not split into %s pieces each",
        all,
        pieces);
  }

  /**
   * Returns an F32 layer with Glorot-uniform weights and a zero bias.
   *
   * @param in the number of features that come in
   * @param out the number of features that go out
   * @param pieces how many pieces each of them has
   * @param seed decides the weights
   */
  public static Maxout of(int in, int out, int pieces, Seed seed) {
    return of(in, out, pieces, DType.F32, seed);
  }

  /**
   * Returns a layer with Glorot-uniform weights and a zero bias.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public static Maxout of(int in, int out, int pieces, DType dtype, Seed seed) {
    return new Maxout(
        Dense.of(in, Math.multiplyExact(out, pieces), Initializer.glorotUniform(), dtype, seed),
        pieces);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return Activations.maxout(dense.apply(x, context), -1, pieces);
  }
}
