// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import java.util.Arrays;

/**
 * In training sets each channel of an example to 0 as a whole with probability {@code rate} and
 * scales the others by {@code 1/(1 − rate)}, since neighbouring elements of a channel are
 * correlated; otherwise returns its input, {@code [batch, channels, size, …] → [batch, channels,
 * size, …]} (Tompson et al. 2015, <i>Efficient Object Localization Using Convolutional
 * Networks</i>).
 *
 * @param rate the probability, in {@code [0, 1)}
 */
public record SpatialDropout(double rate) implements Layer {
  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it does not lie in {@code [0, 1)}
   */
  public SpatialDropout {
    Rates.check("spatialDropout", rate);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int rank = x.shape().rank();
    if (rank < 3) {
      throw new ShapeException(
          "spatialDropout",
          "takes [batch, channels, size, …], got %s; use Dropout for single elements"
              .formatted(x.shape()));
    }
    if (!context.isStochastic() || rate == 0) {
      return x;
    }
    int[] dims = x.shape().dims().toArray();
    Arrays.fill(dims, 2, rank, 1);
    Expr kept = context.random().bernoulli(1 - rate, Shape.of(dims));
    return Expr.where(kept, x.mul(1 / (1 - rate)), 0);
  }
}
