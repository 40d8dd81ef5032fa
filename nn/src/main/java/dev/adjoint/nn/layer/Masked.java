// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.ops.Expr;
import java.util.stream.IntStream;

/**
 * Layers over sequences that are padded to one length: a step whose elements all are {@code
 * padding} does not count, {@code [batch, length, …] → […]}. Recurrent layers leave their state as
 * it is there, attention does not look there; other layers take no notice. The steps are those of
 * the input of this layer, so an embedding within it knows the number that stands for padding.
 *
 * @param padding the value of steps that do not count
 * @param layer the layers to which this matters
 * @param reachesLoss whether the steps of the output that belong to padding count neither in the
 *     loss nor in metrics
 */
public record Masked(double padding, Layer layer, boolean reachesLoss) implements Layer {
  /** Returns layers one after another, for which steps of {@code padding} do not count. */
  public static Masked of(double padding, Layer... layers) {
    return new Masked(padding, layers.length == 1 ? layers[0] : Sequential.of(layers), false);
  }

  /**
   * Returns this so that padding counts neither in the loss nor in metrics: the loss is the mean
   * over the other steps of all examples of a batch. The output is {@code [batch, length, …]} and
   * must be one of the network: no layer comes after it.
   */
  public Masked reachingLoss() {
    return new Masked(padding, layer, true);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int rank = x.shape().rank();
    if (rank < 2) {
      throw new ShapeException("masked", "takes [batch, length, …], got %s".formatted(x.shape()));
    }
    Expr differs = x.notEqual(padding);
    Expr counts = rank == 2 ? differs : differs.any(IntStream.range(2, rank).toArray());
    Expr y = layer.apply(x, context.masked(counts));
    if (reachesLoss) {
      context.maskOutput(y, counts);
    }
    return y;
  }
}
