// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Permutes the axes of each example: axis {@code i} of the result is axis {@code axes[i − 1]} of
 * the input, for {@code i = 1, 2, …}; the batch stays first. {@code PermuteAxes.of(2, 1)} makes
 * {@code [batch, a, b] → [batch, b, a]}.
 *
 * @param axes the axes of the input from 1 on, each once
 */
public record PermuteAxes(ImmutableIntArray axes) implements Layer {
  /**
   * Checks the axes.
   *
   * @throws IllegalArgumentException if they are not the numbers from 1 on in some order
   */
  public PermuteAxes {
    int[] sorted = axes.toArray();
    Arrays.sort(sorted);
    Preconditions.checkArgument(
        Arrays.equals(sorted, IntStream.rangeClosed(1, axes.length()).toArray()),
        "permute: needs each axis from 1 to %s once; the batch stays axis 0: %s",
        axes.length(),
        axes);
  }

  /** Returns a layer with the given order. */
  public static PermuteAxes of(int... axes) {
    return new PermuteAxes(ImmutableIntArray.copyOf(axes));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    if (x.shape().rank() != axes.length() + 1) {
      throw new ShapeException(
          "permute", "takes [batch] and %s more axes, got %s".formatted(axes.length(), x.shape()));
    }
    return x.permute(ImmutableIntArray.builder().add(0).addAll(axes).build().toArray());
  }
}
