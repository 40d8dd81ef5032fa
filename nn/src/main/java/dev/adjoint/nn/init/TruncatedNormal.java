// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.init;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import java.util.SplittableRandom;

/** Normal values within two standard deviations, by rejection. */
final class TruncatedNormal {
  private static final double BOUND = 2;

  private TruncatedNormal() {}

  static Tensor draw(TensorType type, double deviation, Seed seed) {
    Normals normals = new Normals(new SplittableRandom(seed.bits()));
    Buffer buffer = Buffer.allocate(type.dtype(), type.shape().size());
    for (int i = 0; i < buffer.size(); i++) {
      double value = normals.next();
      while (Math.abs(value) > BOUND) {
        value = normals.next();
      }
      buffer.setDouble(i, deviation * value);
    }
    return Tensor.over(type.shape(), buffer);
  }
}
