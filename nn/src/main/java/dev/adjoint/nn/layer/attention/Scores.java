// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.ops.AttentionOptions;
import dev.adjoint.ops.Expr;
import java.util.Optional;

/** What layers of attention have in common. */
final class Scores {
  private Scores() {}

  /**
   * Returns what attention should do.
   *
   * @param mask BOOL, broadcast to the scores
   * @param causal whether a query sees no key after its own number
   * @param dropout the share of weights that training sets to 0
   */
  static AttentionOptions options(
      Optional<Expr> mask, boolean causal, double dropout, ForwardContext context) {
    AttentionOptions options = AttentionOptions.none();
    if (mask.isPresent()) {
      options = options.mask(mask.get());
    }
    if (causal) {
      options = options.causal();
    }
    return context.isStochastic() && dropout > 0
        ? options.dropout(dropout, context.random())
        : options;
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
