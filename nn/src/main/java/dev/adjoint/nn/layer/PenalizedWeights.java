// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.collect.ImmutableList;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.loss.Penalty;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.function.Predicate;

/**
 * A layer, or a whole network, with a penalty on its weights beside the loss. The penalty is part
 * of the loss that is reported, and of its gradient; an optimizer's decay is neither.
 *
 * @param layer the layer
 * @param penalty what its weights cost
 * @param paths which of its trained parameters, by path
 */
public record PenalizedWeights(Layer layer, Penalty penalty, Predicate<String> paths)
    implements Layer {
  /** Returns a layer with a penalty on the parameters that are called {@code weight}. */
  public static PenalizedWeights of(Layer layer, Penalty penalty) {
    return new PenalizedWeights(layer, penalty, path -> ("." + path).endsWith(".weight"));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Expr y = layer.apply(x, context);
    penalize(context);
    return y;
  }

  @Override
  public ImmutableList<Expr> apply(List<Expr> inputs, ForwardContext context) {
    ImmutableList<Expr> outputs = layer.apply(inputs, context);
    penalize(context);
    return outputs;
  }

  private void penalize(ForwardContext context) {
    layer
        .parameters()
        .trained()
        .forEach((path, parameter) -> {
          if (paths.test(path)) {
            context.penalize(penalty.of(parameter));
          }
        });
  }

  @Override
  public ImmutableList<String> outputNames() {
    return layer.outputNames();
  }
}
