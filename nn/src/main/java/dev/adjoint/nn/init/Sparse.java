// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.init;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import java.util.SplittableRandom;

/** Sets a share of each column of a matrix to 0, at random places. */
final class Sparse {
  private Sparse() {}

  static Tensor thinned(Tensor values, double zeros, Seed seed) {
    if (values.shape().rank() != 2) {
      throw new ShapeException(
          "sparse", "draws matrices: %s; give another initializer".formatted(values.type()));
    }
    int rows = values.shape().dim(0);
    int columns = values.shape().dim(1);
    int dropped = (int) Math.ceil(zeros * rows);
    // Other bits than those of the values.
    SplittableRandom random = new SplittableRandom(~seed.bits());
    Buffer buffer = Buffer.allocate(values.dtype(), values.size());
    for (int column = 0; column < columns; column++) {
      int left = dropped;
      for (int row = 0; row < rows; row++) {
        // Each place is as likely as any other among those that are left (Knuth's algorithm S).
        int at = row * columns + column;
        if (random.nextInt(rows - row) < left) {
          left--;
        } else {
          buffer.setDouble(at, values.buffer().getDouble(at));
        }
      }
    }
    return Tensor.over(values.shape(), buffer);
  }
}
