// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import dev.adjoint.autodiff.BlockAttention;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.ops.AttentionOptions;
import dev.adjoint.ops.Expr;
import java.util.Optional;

/**
 * Attention without parameters: {@code softmax(q·kᵀ·scale)·v}, {@code [batch, queries, width],
 * [batch, keys, width], [batch, keys, channels] → [batch, queries, channels]} (Luong, Pham and
 * Manning 2015, <i>Effective Approaches to Attention-based Neural Machine Translation</i>, with a
 * scale of 1; Vaswani et al. 2017, <i>Attention Is All You Need</i>, with {@code 1/√width}). More
 * than 256 queries are taken block by block, without a matrix of all scores ({@link
 * BlockAttention}).
 *
 * @param scaled whether the scores are divided by {@code √width}
 * @param causal whether a query sees no key after its own number
 * @param dropout the share of weights that training sets to 0, in {@code [0, 1)}
 */
public record DotProductAttention(boolean scaled, boolean causal, double dropout)
    implements AttentionLayer {
  private static final String NAME = "dotProductAttention";

  /**
   * Checks the dropout.
   *
   * @throws IllegalArgumentException if it does not lie in {@code [0, 1)}
   */
  public DotProductAttention {
    Scores.checkDropout(NAME, dropout);
  }

  /** Returns the layer that scales, sees all keys and drops nothing. */
  public static DotProductAttention of() {
    return new DotProductAttention(true, false, 0);
  }

  @Override
  public Expr attend(
      Expr query, Expr key, Expr value, Optional<Expr> mask, ForwardContext context) {
    Scores.check(NAME, query, key, value);
    Scores.checkMask(NAME, mask, query, key);
    int width = query.shape().dim(2);
    if (key.shape().dim(2) != width) {
      throw new ShapeException(
          NAME,
          "queries and keys differ in width: %s, %s (%s ≠ %s); project one of them"
              .formatted(query.shape(), key.shape(), width, key.shape().dim(2)));
    }
    AttentionOptions options = Scores.options(mask, causal, dropout, context);
    return BlockAttention.attention(query, key, value, scaled ? options : options.scale(1));
  }
}
