// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.ops.Expr;
import java.util.Optional;

/**
 * What the slope of an elementwise activation is like.
 *
 * @param steepest the largest slope, by absolute value, between −4 and 4
 * @param isRectifier whether the slope is 0 somewhere in between
 */
record ActivationSlope(double steepest, boolean isRectifier) {
  private static final int POINTS = 81;

  /** Returns the slope of an activation, if it is elementwise and has one that is not 0. */
  static Optional<ActivationSlope> of(Activation activation, DType dtype) {
    if (!dtype.isFloating()) {
      return Optional.empty();
    }
    try {
      Expr x = Expr.constant(Tensor.linspace(dtype, -4, 4, POINTS).reshape(1, POINTS));
      Expr y = activation.apply(x);
      Expr alone = activation.apply(Expr.constant(Tensor.of(dtype, x.shape().with(1, 1), -4)));
      if (!y.shape().equals(x.shape())
          || y.eval().buffer().getDouble(0) != alone.eval().buffer().getDouble(0)) {
        return Optional.empty();
      }
      Tensor slope = Autodiff.grad(y.sum(), x).getFirst().eval();
      double steepest = 0;
      boolean isRectifier = false;
      for (int i = 0; i < POINTS; i++) {
        double size = Math.abs(slope.buffer().getDouble(i));
        steepest = Math.max(steepest, size);
        isRectifier |= size == 0 && i != POINTS / 2;
      }
      return steepest > 0
          ? Optional.of(new ActivationSlope(steepest, isRectifier))
          : Optional.empty();
    } catch (ShapeException _) {
      return Optional.empty(); // a function of a certain shape, not of each element
    }
  }
}
