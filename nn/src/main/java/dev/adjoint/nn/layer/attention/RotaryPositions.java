// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Attention;
import dev.adjoint.ops.Expr;

/**
 * Turns pairs of features by angles that grow with the position, so that a product of a query and a
 * key depends on how far they are apart: {@code (a, b) → (a·cos φ − b·sin φ, a·sin φ + b·cos φ)}
 * with {@code φ = position·base^(−2i/width)} for pair {@code i}, {@code […, length, width] → […,
 * length, width]} (Su et al. 2021, <i>RoFormer: Enhanced Transformer with Rotary Position
 * Embedding</i>). {@link MultiHeadAttention#withRotary} applies it to the heads of queries and
 * keys.
 *
 * @param base 10,000 in the paper
 * @param interleaved whether pairs are neighbours, {@code 2i} and {@code 2i + 1}, as in the paper,
 *     or {@code i} and {@code i + width/2}, as in GPT-NeoX and Llama
 */
public record RotaryPositions(double base, boolean interleaved) implements Layer {
  /**
   * Checks the base.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public RotaryPositions {
    Preconditions.checkArgument(base > 0, "rotaryPositions: the base must be positive: %s", base);
  }

  /** Returns the layer of the paper. */
  public static RotaryPositions of() {
    return new RotaryPositions(10_000, true);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Shape shape = x.shape();
    int rank = shape.rank();
    if (rank < 2 || shape.dim(-1) % 2 != 0) {
      throw new ShapeException(
          "rotaryPositions", "takes […, length, width] of an even width, got %s".formatted(shape));
    }
    Expr positions = Expr.constant(Tensor.arange(DType.I32, shape.dim(-2)));
    return Attention.rotaryEmbedding(x, positions, base, interleaved);
  }
}
