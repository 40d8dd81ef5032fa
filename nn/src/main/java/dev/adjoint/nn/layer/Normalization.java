// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.Arrays;

/** Helpers of layers that normalise. */
final class Normalization {
  private Normalization() {}

  /**
   * Checks scale, shift and epsilon of a layer.
   *
   * @param extent the name of the extent of both, for the error
   * @throws ShapeException if they do not fit
   * @throws IllegalArgumentException if {@code epsilon} is not positive
   */
  static void check(String layer, String extent, Parameter scale, Parameter shift, double epsilon) {
    if (scale.shape().rank() != 1 || !scale.type().equals(shift.type())) {
      throw new ShapeException(
          layer,
          "needs a scale [%s] and a shift of its type: %s, %s"
              .formatted(extent, scale.type(), shift.type()));
    }
    checkEpsilon(layer, epsilon);
  }

  /** Checks that {@code epsilon} is positive. */
  static void checkEpsilon(String layer, double epsilon) {
    Preconditions.checkArgument(epsilon > 0, "%s: epsilon must be positive: %s", layer, epsilon);
  }

  /** Checks that a number of features or channels is positive. */
  static void checkExtent(String layer, String what, int extent) {
    Preconditions.checkArgument(
        extent > 0, "%s: the number of %s must be positive: %s", layer, what, extent);
  }

  /** Checks that the input has the channels of a layer on its second axis. */
  static void checkChannels(String layer, Expr x, int channels, int leastRank) {
    if (x.shape().rank() < leastRank || x.shape().dim(1) != channels) {
      String axes = leastRank > 2 ? ", size, …" : ", …";
      throw new ShapeException(
          layer, "takes [batch, %s%s], got %s".formatted(channels, axes, x.shape()));
    }
  }

  /** Returns the first values of a scale: ones. */
  static Parameter scale(int extent, DType dtype) {
    return Parameter.of("scale", Tensor.ones(dtype, Shape.of(extent)));
  }

  /** Returns the first values of a shift: zeros. */
  static Parameter shift(int extent, DType dtype) {
    return Parameter.of("shift", Tensor.zeros(dtype, Shape.of(extent)));
  }

  /** Returns {@code (x − mean)/√(variance + epsilon)} with the mean and variance along axes. */
  static Expr standardize(Expr x, double epsilon, int... axes) {
    Expr centred = x.sub(x.meanKeepDims(axes));
    return centred.div(centred.square().meanKeepDims(axes).add(epsilon).sqrt());
  }

  /** Returns a vector {@code [channels]} so that it broadcasts along the second axis. */
  static Expr perChannel(Expr vector, int rank) {
    int[] dims = new int[rank - 1];
    Arrays.fill(dims, 1);
    dims[0] = vector.shape().dim(0);
    return vector.reshape(dims);
  }
}
