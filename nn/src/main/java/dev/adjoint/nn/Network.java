// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.Expr;
import java.util.List;

/**
 * A layer with several inputs or several outputs. Like any layer it is a record, whose components
 * hold its parameters:
 *
 * <pre>{@code
 * record House(Dense photo, Dense text, Dense price, Dense kind) implements Network {
 *   public ImmutableList<Expr> apply(List<Expr> x, ForwardContext context) {
 *     Expr both = Expr.concat(1, photo.apply(x.get(0), context), text.apply(x.get(1), context)).relu();
 *     return ImmutableList.of(price.apply(both, context), kind.apply(both, context));
 *   }
 * }
 * }</pre>
 *
 * <p>{@link Functional} makes one of layers without a class.
 */
public interface Network extends Layer {
  /**
   * Returns the outputs, {@code [batch, …]} each.
   *
   * @param inputs {@code [batch, …]} each
   * @param context whether this is for training, and where to leave updates of states
   * @throws ShapeException if the network does not take so many, or such inputs
   */
  @Override
  ImmutableList<Expr> apply(List<Expr> inputs, ForwardContext context);

  /**
   * Returns the only output for a single input.
   *
   * @throws ShapeException if there are several outputs, or the network takes several inputs
   */
  @Override
  default Expr apply(Expr x, ForwardContext context) {
    ImmutableList<Expr> outputs = apply(ImmutableList.of(x), context);
    if (outputs.size() != 1) {
      throw new ShapeException(
          "network",
          "has %s outputs where one is wanted: %s; apply it to a list of inputs, or to symbols with applyAll"
              .formatted(outputs.size(), outputs.stream().map(Expr::type).toList()));
    }
    return outputs.getFirst();
  }
}
