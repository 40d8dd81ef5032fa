// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;

/**
 * Adds waves that tell positions apart: {@code y[t, 2i] = x[t, 2i] + sin(t·10000^(−2i/width))} and
 * {@code y[t, 2i + 1] = x[t, 2i + 1] + cos(t·10000^(−2i/width))}, {@code [batch, length, width] →
 * [batch, length, width]} (Vaswani et al. 2017, <i>Attention Is All You Need</i>, section 3.5).
 */
public record SinusoidalPositions() implements Layer {
  private static final double BASE = 10_000;

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    if (x.shape().rank() != 3 || x.shape().dim(2) % 2 != 0) {
      throw new ShapeException(
          "sinusoidalPositions",
          "takes [batch, length, width] of an even width, got %s".formatted(x.shape()));
    }
    int length = x.shape().dim(1);
    int pairs = x.shape().dim(2) / 2;
    Expr sin = Expr.constant(sines(x.dtype(), length, pairs, BASE, 0));
    Expr cos = Expr.constant(sines(x.dtype(), length, pairs, BASE, 1));
    return x.add(Expr.stack(2, sin, cos).reshape(length, 2 * pairs));
  }

  /**
   * Returns {@code sin(position·base^(−i/pairs))}, or the cosine.
   *
   * @param quarter 0 for the sine, 1 for the cosine
   * @return {@code [length, pairs]}, computed in F64
   */
  private static Tensor sines(DType dtype, int length, int pairs, double base, int quarter) {
    double[] values = new double[length * pairs];
    for (int i = 0; i < pairs; i++) {
      double frequency = StrictMath.pow(base, -(double) i / pairs);
      for (int position = 0; position < length; position++) {
        double angle = position * frequency;
        values[position * pairs + i] = quarter == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle);
      }
    }
    return Tensor.of(dtype, Shape.of(length, pairs), values);
  }
}
