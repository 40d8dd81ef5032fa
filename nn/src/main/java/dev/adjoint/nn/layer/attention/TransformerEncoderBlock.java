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

/**
 * Self-attention and a feed-forward part, each with a path around it, {@code [batch, length, width]
 * → [batch, length, width]} (Vaswani et al. 2017, <i>Attention Is All You Need</i>):
 *
 * <pre>{@code
 * y = norm₁(x + drop(attention(x)))     z = norm₂(y + drop(feedForward(y)))     as the paper has it
 * y = x + drop(attention(norm₁(x)))     z = y + drop(feedForward(norm₂(y)))     norm first
 * }</pre>
 *
 * Norm first trains without a warm-up of the rate (Xiong et al. 2020, <i>On Layer Normalization in
 * the Transformer Architecture</i>); a stack of such blocks ends with a norm of its own. With a
 * causal attention it is the block of a GPT.
 *
 * @param attention the self-attention
 * @param attentionNorm the norm of the first half
 * @param feedForward the feed-forward part
 * @param feedForwardNorm the norm of the second half
 * @param dropout in training drops features of both before they are added
 * @param normFirst whether a half begins with its norm, or ends with it
 */
public record TransformerEncoderBlock(
    MultiHeadAttention attention,
    LayerNorm attentionNorm,
    FeedForward feedForward,
    LayerNorm feedForwardNorm,
    Dropout dropout,
    boolean normFirst)
    implements Layer {
  /**
   * Returns an F32 block as the paper has it, with ReLU; attention, feed-forward part and both
   * halves drop the same share.
   *
   * @param width the number of features
   * @param heads the number of heads, which divides the width
   * @param hidden the number of features within the feed-forward part
   * @param dropout the share that training drops, 0.1 in the paper
   * @param seed decides the weights
   */
  public static TransformerEncoderBlock of(
      int width, int heads, int hidden, double dropout, Seed seed) {
    return of(width, heads, hidden, dropout, DType.F32, seed);
  }

  /**
   * Returns a block of a dtype; see {@link #of(int, int, int, double, Seed)}.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static TransformerEncoderBlock of(
      int width, int heads, int hidden, double dropout, DType dtype, Seed seed) {
    return new TransformerEncoderBlock(
        MultiHeadAttention.of(width, width, heads, heads, dtype, seed.fold(0)).withDropout(dropout),
        LayerNorm.of(width, dtype),
        FeedForward.of(width, hidden, dropout, dtype, seed.fold(1)),
        LayerNorm.of(width, dtype),
        new Dropout(dropout),
        false);
  }

  /** Returns this block with a norm at the beginning of each half in place of its end. */
  public TransformerEncoderBlock withNormFirst() {
    return new TransformerEncoderBlock(
        attention, attentionNorm, feedForward, feedForwardNorm, dropout, true);
  }

  /** Returns this block with another self-attention: causal, with rotary positions, grouped. */
  public TransformerEncoderBlock with(MultiHeadAttention other) {
    return new TransformerEncoderBlock(
        other, attentionNorm, feedForward, feedForwardNorm, dropout, normFirst);
  }

  /** Returns this block with another activation of the feed-forward part. */
  public TransformerEncoderBlock with(Activation activation) {
    return new TransformerEncoderBlock(
        attention,
        attentionNorm,
        feedForward.with(activation),
        feedForwardNorm,
        dropout,
        normFirst);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Expr y = residual(x, attention, attentionNorm, normFirst, dropout, context);
    return residual(y, feedForward, feedForwardNorm, normFirst, dropout, context);
  }

  /** Returns {@code norm(x + drop(layer(x)))}, or {@code x + drop(layer(norm(x)))}. */
  static Expr residual(
      Expr x,
      Layer layer,
      LayerNorm norm,
      boolean normFirst,
      Dropout dropout,
      ForwardContext context) {
    Expr from = normFirst ? norm.apply(x, context) : x;
    Expr sum = x.add(dropout.apply(layer.apply(from, context), context));
    return normFirst ? sum : norm.apply(sum, context);
  }
}
