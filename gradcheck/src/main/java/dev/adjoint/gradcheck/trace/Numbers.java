// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import java.util.random.RandomGenerator;

/** Moves numbers between arrays and buffers. */
final class Numbers {
  /** For a {@link Jitter} that moves nothing. */
  static final RandomGenerator NO_RANDOM = () -> 0;

  private Numbers() {}

  /** Returns a new buffer of the given numbers. */
  static Buffer buffer(TensorType type, double[] numbers) {
    Buffer buffer = Buffer.allocate(type.dtype(), type.size());
    for (int j = 0; j < numbers.length; j++) {
      buffer.setDouble(j, numbers[j]);
    }
    return buffer;
  }

  /** Returns the numbers of a buffer. */
  static double[] of(Buffer buffer) {
    double[] numbers = new double[buffer.size()];
    for (int j = 0; j < numbers.length; j++) {
      numbers[j] = buffer.getDouble(j);
    }
    return numbers;
  }

  /** Writes numbers into several buffers, one after the other. */
  static void spread(double[] numbers, Buffer[] out) {
    int at = 0;
    for (Buffer buffer : out) {
      for (int j = 0; j < buffer.size(); j++) {
        buffer.setDouble(j, numbers[at++]);
      }
    }
  }

  /** Moves coordinates on to those of the next element, row-major. */
  static void advance(int[] at, Shape shape) {
    for (int axis = at.length - 1; axis >= 0 && ++at[axis] == shape.dim(axis); axis--) {
      at[axis] = 0;
    }
  }
}
