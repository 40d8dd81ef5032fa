// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import com.google.common.base.Preconditions;
import dev.adjoint.autodiff.BlockAttention;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.ops.Expr;
import java.util.Optional;

/**
 * Several attentions side by side, each over a part of the width (Vaswani et al. 2017, <i>Attention
 * Is All You Need</i>):
 *
 * <pre>{@code
 * headᵢ = softmax(qᵢ·kᵢᵀ/√(width/heads))·vᵢ,   q = query(x), k = key(y), v = value(y)
 * y = output(head₁ … headₕ side by side)
 * }</pre>
 *
 * {@code [batch, queries, width], [batch, keys, …] → [batch, queries, width]}. Keys and values may
 * have fewer heads than queries; then {@code heads/keyHeads} neighbouring heads of queries share
 * one of them (Ainslie et al. 2023, <i>GQA</i>; with a single one Shazeer 2019, <i>Fast Transformer
 * Decoding</i>). More than 256 queries are taken block by block, without a matrix of all scores
 * ({@link BlockAttention}).
 *
 * @param query the projection of queries, to {@code [heads·size]}
 * @param key the projection of keys, to {@code [keyHeads·size]}
 * @param value the projection of values, to {@code [keyHeads·size]}
 * @param output the projection of all heads
 * @param heads the number of heads of queries
 * @param rotary turns queries and keys by their positions; empty if it is not to
 * @param causal whether a query sees no key after its own number
 * @param dropout the share of weights that training sets to 0, in {@code [0, 1)}
 */
public record MultiHeadAttention(
    Dense query,
    Dense key,
    Dense value,
    Dense output,
    int heads,
    Optional<RotaryPositions> rotary,
    boolean causal,
    double dropout)
    implements AttentionLayer {
  private static final String NAME = "multiHeadAttention";

  /**
   * Checks that the projections fit.
   *
   * @throws ShapeException if they do not
   * @throws IllegalArgumentException if the dropout does not lie in {@code [0, 1)}
   */
  public MultiHeadAttention {
    int queries = query.bias().shape().dim(0);
    int keys = key.bias().shape().dim(0);
    boolean fit =
        heads > 0
            && queries > 0
            && keys > 0
            && queries % heads == 0
            && keys % (queries / heads) == 0
            && queries % keys == 0
            && value.bias().shape().dim(0) == keys
            && output.weight().shape().dim(0) == queries;
    if (!fit) {
      throw new ShapeException(
          NAME,
          ("%s heads need projections of queries [in, heads·size], of keys and values [in,"
                  + " keyHeads·size], of the output [heads·size, out], and keyHeads divides heads:"
                  + " %s, %s, %s, %s")
              .formatted(
                  heads,
                  query.weight().shape(),
                  key.weight().shape(),
                  value.weight().shape(),
                  output.weight().shape()));
    }
    Scores.checkDropout(NAME, dropout);
  }

  /**
   * Returns an F32 layer with Glorot-uniform weights and biases of zeros; each query sees all keys,
   * nothing is dropped.
   *
   * @param width the number of features of queries, keys, values and outputs
   * @param heads the number of heads, which divides the width
   * @param seed decides the weights
   */
  public static MultiHeadAttention of(int width, int heads, Seed seed) {
    return of(width, width, heads, heads, DType.F32, seed);
  }

  /**
   * Returns a layer with Glorot-uniform weights and biases of zeros; each query sees all keys,
   * nothing is dropped.
   *
   * @param width the number of features of queries and outputs
   * @param keyWidth the number of features of keys and values before they are projected
   * @param heads the number of heads of queries, which divides the width
   * @param keyHeads the number of heads of keys and values, which divides {@code heads}
   * @throws IllegalArgumentException if a number is not positive or does not divide
   */
  public static MultiHeadAttention of(
      int width, int keyWidth, int heads, int keyHeads, DType dtype, Seed seed) {
    Preconditions.checkArgument(
        width > 0 && keyWidth > 0 && heads > 0 && keyHeads > 0,
        "multiHeadAttention: widths and numbers of heads must be positive: %s, %s, %s, %s",
        width,
        keyWidth,
        heads,
        keyHeads);
    Preconditions.checkArgument(
        width % heads == 0 && heads % keyHeads == 0,
        "multiHeadAttention: a width of %s needs heads that divide it, and key heads that divide"
            + " these: %s, %s",
        width,
        heads,
        keyHeads);
    Initializer glorot = Initializer.glorotUniform();
    int keys = width / heads * keyHeads;
    return new MultiHeadAttention(
        Dense.of(width, width, glorot, dtype, seed.fold(0)),
        Dense.of(keyWidth, keys, glorot, dtype, seed.fold(1)),
        Dense.of(keyWidth, keys, glorot, dtype, seed.fold(2)),
        Dense.of(width, width, glorot, dtype, seed.fold(3)),
        heads,
        Optional.empty(),
        false,
        0);
  }

  /** Returns this layer so that a query sees no key after its own number. */
  public MultiHeadAttention withCausal() {
    return new MultiHeadAttention(query, key, value, output, heads, rotary, true, dropout);
  }

  /** Returns this layer with another share of weights that training sets to 0. */
  public MultiHeadAttention withDropout(double share) {
    return new MultiHeadAttention(query, key, value, output, heads, rotary, causal, share);
  }

  /** Returns this layer so that queries and keys are turned by their positions. */
  public MultiHeadAttention withRotary(RotaryPositions positions) {
    return new MultiHeadAttention(
        query, key, value, output, heads, Optional.of(positions), causal, dropout);
  }

  @Override
  public Expr attend(
      Expr queries, Expr keys, Expr values, Optional<Expr> mask, ForwardContext context) {
    Scores.check(NAME, queries, keys, values);
    Scores.checkMask(NAME, mask, queries, keys);
    int size = query.bias().shape().dim(0) / heads;
    int keyHeads = key.bias().shape().dim(0) / size;
    Expr q = turned(split(query.apply(queries, context), heads, size));
    Expr k = turned(split(key.apply(keys, context), keyHeads, size));
    Expr v = split(value.apply(values, context), keyHeads, size);
    Optional<Expr> ofHeads = mask.map(MultiHeadAttention::ofHeads);
    Expr each =
        BlockAttention.attention(q, k, v, Scores.options(ofHeads, causal, dropout, context));
    Shape length = queries.shape().slice(0, 2);
    return output.apply(
        each.permute(0, 2, 1, 3).reshape(length.dim(0), length.dim(1), heads * size), context);
  }

  /** Returns {@code [batch, heads, length, size]}. */
  private static Expr split(Expr x, int heads, int size) {
    return x.reshape(x.shape().dim(0), x.shape().dim(1), heads, size).permute(0, 2, 1, 3);
  }

  private Expr turned(Expr x) {
    return rotary.map(positions -> positions.apply(x)).orElse(x);
  }

  /** Returns a mask of {@code [batch, queries, keys]} so that it broadcasts over the heads. */
  private static Expr ofHeads(Expr mask) {
    return mask.shape().rank() < 3 ? mask : mask.expandDims(1);
  }
}
