// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.WindowOptions;

/** What layers of filters have in common. */
final class Filters {
  private Filters() {}

  static TensorType type(DType dtype, Shape shape) {
    return new TensorType(dtype, shape);
  }

  /** Returns how a filter slides: if need be with the padding that keeps the extents. */
  static WindowOptions padded(WindowOptions windowOptions, boolean same, Expr x, Expr filter) {
    int rank = 2 + windowOptions.axes();
    // With other ranks, the op itself has the better message.
    return same && x.shape().rank() == rank
        ? windowOptions.same(x.shape().slice(2, rank), filter.shape().slice(2, rank))
        : windowOptions;
  }

  /** Returns the sum with a number for each channel. */
  static Expr biased(Expr y, Expr bias) {
    return y.add(Normalization.perChannel(bias, y.shape().rank()));
  }
}
