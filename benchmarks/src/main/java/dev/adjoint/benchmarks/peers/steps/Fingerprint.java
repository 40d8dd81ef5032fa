// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;

/** A hash of the bits of tensors; one NaN is like another. */
final class Fingerprint {
  private final Hasher hasher = Hashing.murmur3_128().newHasher();

  /** Adds all bits of a tensor. */
  void add(Tensor tensor) {
    Buffer buffer = tensor.buffer();
    for (int i = 0; i < buffer.size(); i++) {
      int at = buffer.offset() + i;
      switch (buffer.dtype()) {
        case F32 -> hasher.putInt(Float.floatToIntBits(buffer.f32()[at]));
        case F64 -> hasher.putLong(Double.doubleToLongBits(buffer.f64()[at]));
        case I32 -> hasher.putInt(buffer.i32()[at]);
        case I64 -> hasher.putLong(buffer.i64()[at]);
        case BOOL -> hasher.putBoolean(buffer.bool()[at]);
      }
    }
  }

  /** Returns the hash of what was added, in hexadecimal; nothing can be added after. */
  @Override
  public String toString() {
    return hasher.hash().toString();
  }
}
