// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.recurrent;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;

/**
 * Two recurrent layers over the same sequence, one in each direction, so that each output depends
 * on all steps: {@code [batch, length, …] → [batch, length, 2·units, …]}, the units of the forward
 * layer first (Schuster and Paliwal 1997, <i>Bidirectional Recurrent Neural Networks</i>). Of
 * layers that give {@linkplain RecurrentLayer#last their last output} alone, {@code [batch,
 * 2·units, …]}: that of the backward layer is the one at the first step.
 *
 * @param forward the layer from the first step to the last
 * @param backward the layer from the last step to the first
 */
public record Bidirectional(RecurrentLayer forward, RecurrentLayer backward) implements Layer {
  /**
   * Checks the directions.
   *
   * @throws IllegalArgumentException if both layers go in the same direction, or only one gives its
   *     last output alone
   */
  public Bidirectional {
    if (forward.options().backward() || !backward.options().backward()) {
      throw new IllegalArgumentException(
          "bidirectional: needs a forward and a backward layer; use Bidirectional.of, or"
              + " backward()");
    }
    if (forward.options().last() != backward.options().last()) {
      throw new IllegalArgumentException(
          "bidirectional: only one of both layers gives its last output alone; use last() on both"
              + " or none");
    }
  }

  /**
   * Returns a layer of two that go forward, with weights of their own; the second one is turned
   * round.
   */
  public static Bidirectional of(RecurrentLayer forward, RecurrentLayer other) {
    return new Bidirectional(forward, other.backward());
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Expr ahead = forward.apply(x, context);
    Expr back = backward.apply(x, context);
    int axis = forward.options().last() ? 1 : 2;
    if (!ahead.shape().with(axis, 1).equals(back.shape().with(axis, 1))) {
      throw new ShapeException(
          "bidirectional",
          "the outputs of both layers do not fit beside each other: %s, %s"
              .formatted(ahead.shape(), back.shape()));
    }
    return Expr.concat(axis, ahead, back);
  }
}
