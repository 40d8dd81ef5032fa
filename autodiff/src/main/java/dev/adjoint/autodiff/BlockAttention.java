// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Attention;
import dev.adjoint.ops.AttentionOptions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Attention over long sequences without the matrix of all scores: a {@link ControlFlow#scan} goes
 * along blocks of queries, each of which needs its own rows of that matrix alone. So memory grows
 * with the length of the sequences, not with its square. The derivative goes along the same blocks,
 * computes their rows again (Dao et al. 2022, <i>FlashAttention</i>), and adds up what keys and
 * values get.
 *
 * <p>A block sees all of its keys at once, so that its softmax needs none of the running maxima of
 * Milakov and Gimelshein (2018, <i>Online normalizer calculation for softmax</i>), and its figures
 * are those of {@link Attention#scaledDotProductAttention}.
 */
public final class BlockAttention {
  /** Up to so many queries the scores are one tensor: more work for each step of a loop pays. */
  static final int TILE = 256;

  private static final int WIDEST = 128;
  private static final int NARROWEST = 16;

  /** About how many scores a block has. */
  private static final long SCORES = 1 << 20;

  private BlockAttention() {}

  /**
   * Returns {@link Attention#scaledDotProductAttention}, in blocks if there are more than 256
   * queries.
   *
   * <p>With a dropout, blocks draw keys of their own from the given one, so that other weights are
   * left out than there.
   *
   * @throws ShapeException if the types do not fit
   */
  public static Expr attention(Expr q, Expr k, Expr v, AttentionOptions options) {
    // In the end unused if there are many queries; then it has checked the types.
    Expr whole = Attention.scaledDotProductAttention(q, k, v, options);
    if (q.shape().dim(-2) <= TILE) {
      return whole;
    }
    return blocks(q, k, v, options, block(q.shape(), k.shape().dim(-2)));
  }

  /** Returns how many queries are a block, decided by sizes alone. */
  private static int block(Shape q, int keys) {
    long rows = q.slice(0, q.rank() - 2).size();
    long fitting = SCORES / Math.max(1, rows * keys);
    return Math.clamp(Long.highestOneBit(fitting), NARROWEST, WIDEST);
  }

  /** Returns the attention in blocks of so many queries. */
  static Expr blocks(Expr q, Expr k, Expr v, AttentionOptions options, int block) {
    int queries = q.shape().dim(-2);
    int keys = k.shape().dim(-2);
    int count = Math.ceilDiv(queries, block);
    List<Expr> along = new ArrayList<>(List.of(cut(q, block)));
    Optional<Expr> mask = options.mask();
    boolean cutsMask = mask.isPresent() && hasRows(mask.get(), queries);
    if (cutsMask) {
      along.add(cut(mask.get(), block));
    }
    if (options.isCausal()) {
      along.add(Expr.constant(Tensor.arange(DType.I32, 0, block, count)));
    }
    if (options.dropout() > 0) {
      along.add(options.key().orElseThrow().bits(TensorType.of(DType.I64, count)));
    }
    Expr number = Expr.constant(Tensor.arange(DType.I32, block)).expandDims(1);
    Expr key = Expr.constant(Tensor.arange(DType.I32, keys));
    Scanned scanned =
        ControlFlow.scan(
            List.of(),
            along,
            (_, x) -> {
              int next = 1;
              AttentionOptions own =
                  new AttentionOptions(mask, false, options.scale(), 0, Optional.empty());
              own = cutsMask ? own.mask(x.get(next++)) : own;
              if (options.isCausal()) {
                own = causal(own, key.lessEqual(number.add(x.get(next++))));
              }
              if (options.dropout() > 0) {
                own = own.dropout(options.dropout(), RandomKey.of(x.get(next)));
              }
              Expr y = Attention.scaledDotProductAttention(x.getFirst(), k, v, own);
              return Scanned.of(List.of(), List.of(y));
            });
    return joined(scanned.ys().getFirst(), queries);
  }

  /** Returns options that hide what is not before a query from it, too. */
  private static AttentionOptions causal(AttentionOptions options, Expr before) {
    if (options.mask().isEmpty()) {
      return options.mask(before);
    }
    Expr mask = options.mask().get();
    return options.mask(
        mask.dtype() == DType.BOOL
            ? mask.and(before)
            : Expr.where(before, mask, Double.NEGATIVE_INFINITY));
  }

  private static boolean hasRows(Expr mask, int queries) {
    return mask.shape().rank() >= 2 && mask.shape().dim(-2) == queries;
  }

  /** Returns blocks of rows along a new first axis, the last one filled up with zeros. */
  private static Expr cut(Expr x, int block) {
    int rank = x.shape().rank();
    int rows = x.shape().dim(-2);
    int count = Math.ceilDiv(rows, block);
    int[] high = new int[rank];
    high[rank - 2] = count * block - rows;
    Shape blocks = x.shape().slice(0, rank - 2).concat(Shape.of(count, block, x.shape().dim(-1)));
    return x.pad(new int[rank], high, 0).reshape(blocks).moveAxis(rank - 2, 0);
  }

  /** Returns the rows of blocks, but for those that filled up the last one. */
  private static Expr joined(Expr blocks, int rows) {
    int rank = blocks.shape().rank() - 1;
    Expr y = blocks.moveAxis(0, rank - 2);
    int[] dims = new int[rank];
    Arrays.setAll(dims, i -> i < rank - 2 ? y.shape().dim(i) : y.shape().dim(i + 1));
    dims[rank - 2] = blocks.shape().dim(0) * blocks.shape().dim(-2);
    return y.reshape(dims).slice(-2, 0, rows);
  }
}
