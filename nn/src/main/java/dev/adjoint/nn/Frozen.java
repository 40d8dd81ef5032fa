// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.Expr;
import java.util.List;

/**
 * A layer that is used but not trained, such as one from a former training. It behaves as in
 * inference, as batch normalisation does in Keras 3 where it is not trainable: no dropout, and
 * means and variances are those learned so far and stay as they are. Gradients go through it to
 * what stands before it.
 *
 * @param layer the layer; its parameters keep their values
 */
public record Frozen(Layer layer) implements Layer {
  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return layer.apply(x, context.frozen(layer.parameters().list()));
  }

  @Override
  public ImmutableList<Expr> apply(List<Expr> inputs, ForwardContext context) {
    return layer.apply(inputs, context.frozen(layer.parameters().list()));
  }

  @Override
  public ImmutableList<String> outputNames() {
    return layer.outputNames();
  }
}
