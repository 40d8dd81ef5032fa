// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.init;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;

/** Normal columns with one positive element each, at a random place. */
final class Asymmetric {
  /** The deviation of the others times the root of their number; Lu et al., theorem 4.2. */
  private static final double DEVIATION = 0.6007;

  private Asymmetric() {}

  static Tensor draw(TensorType type, int fanIn, Seed seed) {
    if (type.shape().rank() != 2) {
      throw new ShapeException(
          "asymmetric", "draws matrices: %s; give another initializer".formatted(type));
    }
    int rows = type.shape().dim(0);
    int columns = type.shape().dim(1);
    Tensor normal = Initializer.normal(DEVIATION / Math.sqrt(fanIn)).draw(type, 1, 1, seed.fold(0));
    Buffer buffer = Buffer.allocate(type.dtype(), normal.size());
    for (int i = 0; i < normal.size(); i++) {
      buffer.setDouble(i, normal.buffer().getDouble(i));
    }
    for (int column = 0; rows > 0 && column < columns; column++) {
      int row = (int) Math.unsignedMultiplyHigh(seed.bits(2L * column), rows);
      // The root of a uniform number has the distribution Beta(2, 1).
      double uniform = ((seed.bits(2L * column + 1) >>> 11) + 0.5) * 0x1p-53;
      buffer.setDouble(row * columns + column, Math.sqrt(uniform));
    }
    return Tensor.over(type.shape(), buffer);
  }
}
