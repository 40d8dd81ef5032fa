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
 */
public record Masked(double padding, Layer layer) implements Layer {
  /** Returns layers one after another, for which steps of {@code padding} do not count. */
  public static Masked of(double padding, Layer... layers) {
    return new Masked(padding, layers.length == 1 ? layers[0] : Sequential.of(layers));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int rank = x.shape().rank();
    if (rank < 2) {
      throw new ShapeException("masked", "takes [batch, length, …], got %s".formatted(x.shape()));
    }
    Expr differs = x.notEqual(padding);
    Expr counts = rank == 2 ? differs : differs.any(IntStream.range(2, rank).toArray());
    return layer.apply(x, context.masked(counts));
  }
}
