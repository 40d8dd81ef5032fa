// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import dev.adjoint.graph.DType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.layer.LayerNorm;
import dev.adjoint.ops.Expr;
import java.util.Optional;

/**
 * Causal self-attention, attention to a memory, which is what an encoder makes of another sequence,
 * and a feed-forward part, each with a path around it as in {@link TransformerEncoderBlock}: {@code
 * [batch, length, width], [batch, steps, width'] → [batch, length, width]} (Vaswani et al. 2017,
 * <i>Attention Is All You Need</i>). It takes two sequences, so it is no {@code Layer}, but a part
 * of one: a record that holds it has its parameters. A decoder without a memory, such as a GPT, is
 * an encoder block with a causal attention.
 *
 * @param selfAttention the attention to the own sequence
 * @param selfNorm its norm
 * @param crossAttention the attention to the memory
 * @param crossNorm its norm
 * @param feedForward the feed-forward part
 * @param feedForwardNorm its norm
 * @param dropout in training drops features of all three before they are added
 * @param normFirst whether a part begins with its norm, or ends with it
 */
public record TransformerDecoderBlock(
    MultiHeadAttention selfAttention,
    LayerNorm selfNorm,
    MultiHeadAttention crossAttention,
    LayerNorm crossNorm,
    FeedForward feedForward,
    LayerNorm feedForwardNorm,
    Dropout dropout,
    boolean normFirst) {
  /**
   * Returns an F32 block as the paper has it, with ReLU; all parts drop the same share.
   *
   * @param width the number of features, also of the memory
   * @param heads the number of heads, which divides the width
   * @param hidden the number of features within the feed-forward part
   * @param dropout the share that training drops, 0.1 in the paper
   * @param seed decides the weights
   */
  public static TransformerDecoderBlock of(
      int width, int heads, int hidden, double dropout, Seed seed) {
    return of(width, width, heads, hidden, dropout, DType.F32, seed);
  }

  /**
   * Returns a block of a dtype; see {@link #of(int, int, int, double, Seed)}.
   *
   * @param memoryWidth the number of features of the memory
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static TransformerDecoderBlock of(
      int width, int memoryWidth, int heads, int hidden, double dropout, DType dtype, Seed seed) {
    return new TransformerDecoderBlock(
        MultiHeadAttention.of(width, width, heads, heads, dtype, seed.fold(0))
            .withCausal()
            .withDropout(dropout),
        LayerNorm.of(width, dtype),
        MultiHeadAttention.of(width, memoryWidth, heads, heads, dtype, seed.fold(1))
            .withDropout(dropout),
        LayerNorm.of(width, dtype),
        FeedForward.of(width, hidden, dropout, dtype, seed.fold(2)),
        LayerNorm.of(width, dtype),
        new Dropout(dropout),
        false);
  }

  /** Returns this block with a norm at the beginning of each part in place of its end. */
  public TransformerDecoderBlock withNormFirst() {
    return new TransformerDecoderBlock(
        selfAttention,
        selfNorm,
        crossAttention,
        crossNorm,
        feedForward,
        feedForwardNorm,
        dropout,
        true);
  }

  /** Returns this block with another activation of the feed-forward part. */
  public TransformerDecoderBlock with(Activation activation) {
    return new TransformerDecoderBlock(
        selfAttention,
        selfNorm,
        crossAttention,
        crossNorm,
        feedForward.with(activation),
        feedForwardNorm,
        dropout,
        normFirst);
  }

  /**
   * Returns the output of the block.
   *
   * @param x {@code [batch, length, width]}; which of its steps count says the context
   * @param memory {@code [batch, steps, width']}
   * @param memoryMask BOOL {@code [batch, steps]}, which steps of the memory count; empty if all do
   * @throws dev.adjoint.graph.ShapeException if the shapes do not fit
   */
  public Expr apply(Expr x, Expr memory, Optional<Expr> memoryMask, ForwardContext context) {
    Optional<Expr> seen = memoryMask.map(steps -> steps.expandDims(1));
    Expr y = residual(x, selfAttention, selfNorm, context);
    Expr z =
        residual(
            y,
            (query, inner) -> crossAttention.attend(query, memory, memory, seen, inner),
            crossNorm,
            context);
    return residual(z, feedForward, feedForwardNorm, context);
  }

  private Expr residual(Expr x, Layer layer, LayerNorm norm, ForwardContext context) {
    return TransformerEncoderBlock.residual(x, layer, norm, normFirst, dropout, context);
  }
}
