// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.function.Predicate;

/**
 * A layer some of whose parameters are not trained. All of it behaves as in training, unlike a
 * {@link Frozen} layer: dropout drops, and running means are updated.
 *
 * @param layer the layer
 * @param paths which of its parameters keep their values, by their path in it
 */
public record PartlyFrozen(Layer layer, Predicate<String> paths) implements Layer {
  @Override
  public Expr apply(Expr x, ForwardContext context) {
    declare(context);
    return layer.apply(x, context);
  }

  @Override
  public ImmutableList<Expr> apply(List<Expr> inputs, ForwardContext context) {
    declare(context);
    return layer.apply(inputs, context);
  }

  /** Says which parameters are used on purpose; the context of a frozen part is not needed. */
  private void declare(ForwardContext context) {
    context.frozen(Parameters.of(this).frozen().values());
  }

  @Override
  public ImmutableList<String> outputNames() {
    return layer.outputNames();
  }
}
