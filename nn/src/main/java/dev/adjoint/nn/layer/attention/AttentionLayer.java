// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import java.util.Optional;

/**
 * A layer that gives each query a mean of values, each weighed by how well its key fits the query.
 * As a {@link Layer} it is self-attention: queries, keys and values all come from its input, {@code
 * [batch, length, width] → [batch, length, width']}, and steps that the {@linkplain
 * ForwardContext#mask context} calls padding are no keys. A query that may see no key gets zeros.
 */
public interface AttentionLayer extends Layer {
  /**
   * Returns the means of values for queries of one sequence and keys of another.
   *
   * @param query {@code [batch, queries, width]}
   * @param key {@code [batch, keys, …]}
   * @param value {@code [batch, keys, …]}
   * @param mask BOOL, broadcast to {@code [batch, queries, keys]}: which key a query may see; empty
   *     if each may see all
   * @param context whether this is for training
   * @throws dev.adjoint.graph.ShapeException if the shapes do not fit
   */
  Expr attend(Expr query, Expr key, Expr value, Optional<Expr> mask, ForwardContext context);

  @Override
  default Expr apply(Expr x, ForwardContext context) {
    return attend(x, x, x, context.mask().map(steps -> steps.expandDims(1)), context);
  }
}
