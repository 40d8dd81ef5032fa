// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;

/**
 * Attention: means of values, each weighed by how well a query fits its key. Queries are {@code
 * [batch…, heads, queries, width]}, keys {@code [batch…, heads, keys, width]}, values {@code
 * [batch…, heads, keys, channels]}; without heads {@code [queries, width]} and so on.
 *
 * <p>A query that may see no key gets 0, with derivative 0, as in PyTorch and ONNX.
 */
public final class Attention {
  private static final String NAME = "scaledDotProductAttention";

  private Attention() {}

  // ---------------- whole attentions

  /**
   * Returns {@code softmax(q·kᵀ·scale)·v} (Vaswani et al. 2017, <i>Attention Is All You Need</i>).
   * The scores of all queries and keys are a tensor; {@code BlockAttention} of the module {@code
   * autodiff} does without.
   *
   * <p>If keys and values have fewer heads than queries, neighbouring heads of queries share one of
   * them (Ainslie et al. 2023, <i>GQA</i>).
   *
   * @return {@code [batch…, heads, queries, channels]}
   * @throws ShapeException if the types do not fit
   */
  public static Expr scaledDotProductAttention(Expr q, Expr k, Expr v, AttentionOptions options) {
    check(q, k, v);
    double scale =
        options.scale().orElseGet(() -> 1 / StrictMath.sqrt(Math.max(1, q.shape().dim(-1))));
    int rank = q.shape().rank();
    if (rank < 3 || q.shape().dim(-3) == k.shape().dim(-3)) {
      return attend(q.matmul(k.t()).mul(scale), v, options);
    }
    // Heads that share keys become an axis over which the keys are repeated.
    int shared = k.shape().dim(-3);
    Shape grouped = grouped(q.shape(), shared);
    Expr scores = q.reshape(grouped).matmul(k.expandDims(-3).t()).mul(scale);
    Shape each = q.shape().slice(0, rank - 1).concat(Shape.of(k.shape().dim(-2)));
    Expr weights = weights(scores.reshape(each), options);
    Expr y = weights.reshape(grouped(each, shared)).matmul(v.expandDims(-3));
    return y.reshape(q.shape().slice(0, rank - 1).concat(Shape.of(v.shape().dim(-1))));
  }

  /** Returns a shape with its heads cut into groups. */
  private static Shape grouped(Shape shape, int groups) {
    int heads = shape.rank() - 3;
    Shape cut = shape.slice(0, heads).concat(Shape.of(groups, shape.dim(heads) / groups));
    return cut.concat(shape.slice(heads + 1, shape.rank()));
  }

  /**
   * Returns the means of values weighed by {@code softmax(scores)}. It makes an attention of any
   * scores; their scale is not that of the options.
   *
   * @param scores {@code [batch…, heads, queries, keys]}
   * @param v {@code [batch…, heads, keys, channels]}
   * @throws ShapeException if the types do not fit
   */
  public static Expr attend(Expr scores, Expr v, AttentionOptions options) {
    return weights(scores, options).matmul(v);
  }

  private static Expr weights(Expr scores, AttentionOptions options) {
    Expr bias = null;
    Expr allowed = null;
    if (options.mask().isPresent()) {
      Expr mask = options.mask().get();
      checkMask(mask, scores);
      if (mask.dtype() == DType.BOOL) {
        allowed = mask;
      } else {
        bias = mask;
        allowed = mask.notEqual(Double.NEGATIVE_INFINITY);
      }
    }
    if (options.isCausal()) {
      int keys = scores.shape().dim(-1);
      Expr before = causal(scores.shape().dim(-2), keys);
      allowed = allowed == null ? before : allowed.and(before);
    }
    Expr biased = bias == null ? scores : scores.add(bias);
    Expr weights =
        allowed == null ? biased.softmax(-1) : Activations.maskedSoftmax(biased, -1, allowed);
    if (options.dropout() == 0) {
      return weights;
    }
    double kept = 1 - options.dropout();
    // Whole numbers: the same weights are left out in F32 and F64.
    Expr bits = options.key().orElseThrow().bits(weights.type().withDtype(DType.I32));
    Expr keep = bits.less(StrictMath.floor(kept * 0x1p32) - 0x1p31);
    return Expr.where(keep, weights.mul(1 / kept), 0);
  }

  /** Returns the BOOL {@code [queries, keys]} that is true up to the number of the query. */
  private static Expr causal(int queries, int keys) {
    Expr query = Positions.arange(DType.I32, queries, 1).expandDims(1);
    return Positions.arange(DType.I32, keys, 1).lessEqual(query);
  }

  private static void check(Expr q, Expr k, Expr v) {
    int rank = q.shape().rank();
    boolean fits =
        rank >= 2
            && k.shape().rank() == rank
            && v.shape().rank() == rank
            && q.dtype().isFloating()
            && k.dtype() == q.dtype()
            && v.dtype() == q.dtype()
            && k.shape().dim(-1) == q.shape().dim(-1)
            && v.shape().slice(0, rank - 1).equals(k.shape().slice(0, rank - 1));
    if (fits && rank >= 3) {
      int heads = k.shape().dim(-3);
      int queryHeads = q.shape().dim(-3);
      fits =
          q.shape().slice(0, rank - 3).equals(k.shape().slice(0, rank - 3))
              && (heads == queryHeads || heads > 0 && queryHeads % heads == 0);
    }
    if (!fits) {
      throw new ShapeException(
          NAME,
          "needs queries [batch…, heads, queries, width], keys [batch…, heads, keys, width], values"
              + " [batch…, heads, keys, channels], got %s, %s, %s; the heads of keys must divide"
                  .formatted(q.type(), k.type(), v.type())
              + " those of queries");
    }
  }

  private static void checkMask(Expr mask, Expr scores) {
    boolean isType = mask.dtype() == DType.BOOL || mask.dtype() == scores.dtype();
    if (!isType || !mask.shape().broadcastsTo(scores.shape())) {
      throw new ShapeException(
          "attention",
          "a mask of scores %s must be bool or %s and broadcast to them, got %s"
              .formatted(scores.type(), scores.dtype(), mask.type()));
    }
  }

  // ---------------- scores and positions

  /**
   * Returns the scores {@code Σ wₐ·tanh(qₐ + kₐ)} of each query and key (Bahdanau et al. 2015,
   * <i>Neural Machine Translation by Jointly Learning to Align and Translate</i>), to be given to
   * {@link #attend}.
   *
   * @param q {@code [batch…, queries, width]}
   * @param k {@code [batch…, keys, width]}
   * @param w {@code [width]}
   * @return {@code [batch…, queries, keys]}
   * @throws ShapeException if the types do not fit
   */
  public static Expr additiveScores(Expr q, Expr k, Expr w) {
    int rank = q.shape().rank();
    boolean fits = rank >= 2 && k.shape().rank() == rank && w.shape().rank() == 1;
    if (!fits
        || !w.shape().equals(q.shape().slice(rank - 1, rank))
        || !w.shape().equals(k.shape().slice(rank - 1, rank))
        || !q.shape().slice(0, rank - 2).equals(k.shape().slice(0, rank - 2))) {
      throw new ShapeException(
          "additiveScores",
          "needs queries [batch…, queries, width], keys [batch…, keys, width] and weights [width],"
              + " got %s, %s, %s".formatted(q.type(), k.type(), w.type()));
    }
    return q.expandDims(-2).add(k.expandDims(-3)).tanh().mul(w).sum(-1);
  }

  /**
   * Returns queries or keys turned by angles that grow with their positions, so that a product of
   * both depends on how far they are apart (Su et al. 2021, <i>RoFormer: Enhanced Transformer with
   * Rotary Position Embedding</i>): pair {@code i} of elements becomes {@code (a·cos φ − b·sin φ,
   * a·sin φ + b·cos φ)} with {@code φ = position·base^(−2i/width)}. Angles are computed in F64.
   *
   * @param x {@code [batch…, length, width]}, the width even
   * @param positions I32 or I64, broadcast to {@code [batch…, length]}
   * @param base 10,000 in the paper
   * @param interleaved whether pairs are neighbours, as in the paper; otherwise element {@code i}
   *     and {@code i + width/2} are one, as in GPT-NeoX and Llama
   * @throws ShapeException if the types do not fit
   * @throws IllegalArgumentException if the base is not positive
   */
  public static Expr rotaryEmbedding(Expr x, Expr positions, double base, boolean interleaved) {
    Preconditions.checkArgument(base > 0, "rotaryEmbedding: the base must be positive: %s", base);
    int rank = x.shape().rank();
    boolean fits = rank >= 2 && x.dtype().isFloating() && positions.dtype().isInteger();
    if (!fits
        || x.shape().dim(-1) % 2 != 0
        || !positions.shape().broadcastsTo(x.shape().slice(0, rank - 1))) {
      throw new ShapeException(
          "rotaryEmbedding",
          "needs [batch…, length, width] of an even width and i32 or i64 positions, got %s, %s"
              .formatted(x.type(), positions.type()));
    }
    int width = x.shape().dim(-1);
    double[] frequencies = new double[width / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = StrictMath.pow(base, -2.0 * i / width);
    }
    Expr angles =
        positions.cast(DType.F64).expandDims(-1).mul(Expr.constant(Tensor.of(frequencies)));
    Expr cos = angles.cos().cast(x.dtype());
    Expr sin = angles.sin().cast(x.dtype());
    // Pairs lie along the last axis, or along the one before it.
    int pair = interleaved ? rank : rank - 1;
    Shape halves = x.shape().slice(0, rank - 1);
    Shape pairs = halves.concat(interleaved ? Shape.of(width / 2, 2) : Shape.of(2, width / 2));
    Expr a = x.reshape(pairs).select(pair, 0);
    Expr b = x.reshape(pairs).select(pair, 1);
    Expr first = a.mul(cos).sub(b.mul(sin));
    Expr second = a.mul(sin).add(b.mul(cos));
    return Expr.stack(pair, first, second).reshape(x.shape());
  }
}
