// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.merge;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Network;
import dev.adjoint.ops.Expr;
import java.util.List;

/**
 * Puts several inputs one after another along an axis: {@code [batch, a], [batch, b] → [batch, a +
 * b]}. All other extents, and the dtypes, are equal.
 *
 * @param axis along which axis, counted with the batch, which is axis 0 and refused; −1 is the last
 */
public record Concatenate(int axis) implements Network {
  private static final String NAME = "concatenate";

  /** Checks the axis. */
  public Concatenate {
    Preconditions.checkArgument(
        axis != 0,
        "concatenate: axis 0 is that of the examples, which stays; choose from 1 on, or −1 for the"
            + " last");
  }

  @Override
  public ImmutableList<Expr> apply(List<Expr> inputs, ForwardContext context) {
    MergeChecks.several(NAME, inputs, Integer.MAX_VALUE);
    Expr first = inputs.getFirst();
    int at = first.shape().axis(NAME, axis);
    boolean fits =
        at > 0
            && inputs.stream()
                .allMatch(input ->
                    input.dtype() == first.dtype()
                        && input.shape().rank() == first.shape().rank()
                        && input.shape().with(at, 0).equals(first.shape().with(at, 0)));
    if (!fits) {
      throw new ShapeException(
          NAME,
          "inputs must have one dtype, and one shape but for axis %s, which is not the batch: %s"
              .formatted(axis, MergeChecks.types(inputs)));
    }
    return ImmutableList.of(Expr.concat(at, inputs));
  }
}
