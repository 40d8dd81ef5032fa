// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import java.util.Optional;

/** What becomes of the scores of queries and keys. */
final class Scores {
  private Scores() {}

  /**
   * Returns the means of values by the softmax of scores.
   *
   * @param scores {@code [batch…, queries, keys]}
   * @param value {@code [batch…, keys, width]}
   * @param mask BOOL, broadcast to the scores
   * @param causal whether a query sees no key after its own number
   * @param dropout the share of weights that training sets to 0
   */
  static Expr means(
      Expr scores,
      Expr value,
      Optional<Expr> mask,
      boolean causal,
      double dropout,
      ForwardContext context) {
    Optional<Expr> allowed = mask;
    if (causal) {
      Expr before = causal(scores.shape().dim(-2), scores.shape().dim(-1));
      allowed = Optional.of(mask.map(before::and).orElse(before));
    }
    Expr weights =
        allowed
            .map(some -> Activations.maskedSoftmax(scores, -1, some))
            .orElseGet(() -> scores.softmax(-1));
    return new Dropout(dropout).apply(weights, context).matmul(value);
  }

  /** Returns BOOL {@code [queries, keys]}, true where the key has no greater number. */
  private static Expr causal(int queries, int keys) {
    Expr query = Expr.constant(Tensor.arange(DType.I32, queries)).expandDims(1);
    return Expr.constant(Tensor.arange(DType.I32, keys)).lessEqual(query);
  }

  /** Checks that queries, keys and values are sequences that belong together. */
  static void check(String layer, Expr query, Expr key, Expr value) {
    boolean fit =
        query.shape().rank() == 3
            && key.shape().rank() == 3
            && value.shape().rank() == 3
            && key.shape().slice(0, 2).equals(value.shape().slice(0, 2))
            && key.shape().dim(0) == query.shape().dim(0);
    if (!fit) {
      throw new ShapeException(
          layer,
          ("takes queries [batch, queries, width], keys [batch, keys, …] and values"
                  + " [batch, keys, …], got %s, %s, %s")
              .formatted(query.shape(), key.shape(), value.shape()));
    }
  }

  /** Checks a mask of {@code [batch, queries, keys]}. */
  static void checkMask(String layer, Optional<Expr> mask, Expr query, Expr key) {
    mask.ifPresent(allowed -> {
      var whole = key.shape().slice(0, 2).insert(1, query.shape().dim(1));
      if (allowed.dtype() != DType.BOOL || !allowed.shape().broadcastsTo(whole)) {
        throw new ShapeException(
            layer,
            "the mask must be bool and broadcast to [batch, queries, keys] %s, got %s"
                .formatted(whole, allowed.type()));
      }
    });
  }

  /** Checks that a share of weights lies in {@code [0, 1)}. */
  static void checkDropout(String layer, double dropout) {
    Preconditions.checkArgument(
        dropout >= 0 && dropout < 1, "%s: the dropout must lie in [0, 1): %s", layer, dropout);
  }
}
