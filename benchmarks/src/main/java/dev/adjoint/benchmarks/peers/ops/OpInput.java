// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.ops;

import com.google.common.base.Joiner;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.benchmarks.peers.WorkloadData;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;

/**
 * An input of an op, whose numbers every contender makes by itself.
 *
 * @param dims its shape
 * @param kind what its numbers are
 * @param low the smallest number
 * @param high above the largest number
 */
record OpInput(ImmutableIntArray dims, Kind kind, double low, double high) {
  /** What numbers are. */
  enum Kind {
    /** Any in a range. */
    REAL,
    /** Whole numbers from 0 on, which have no gradient. */
    INDEX,
    /** A square matrix of numbers in a range, with its extent added on the diagonal. */
    DOMINANT,
    /** The mean of such a matrix and its transpose. */
    SYMMETRIC
  }

  /** Returns numbers from −1 to 1. */
  static OpInput real(int... dims) {
    return between(-1, 1, dims);
  }

  /** Returns numbers of a range. */
  static OpInput between(double low, double high, int... dims) {
    return new OpInput(ImmutableIntArray.copyOf(dims), Kind.REAL, low, high);
  }

  /** Returns whole numbers below a bound. */
  static OpInput index(int bound, int... dims) {
    return new OpInput(ImmutableIntArray.copyOf(dims), Kind.INDEX, 0, bound);
  }

  /** Returns a matrix that is easily inverted. */
  static OpInput dominant(int n) {
    return new OpInput(ImmutableIntArray.of(n, n), Kind.DOMINANT, -1, 1);
  }

  /** Returns a symmetric matrix with positive eigenvalues. */
  static OpInput symmetric(int n) {
    return new OpInput(ImmutableIntArray.of(n, n), Kind.SYMMETRIC, -1, 1);
  }

  /** Returns whether there is a gradient by it. */
  boolean isReal() {
    return kind != Kind.INDEX;
  }

  /** Returns the input as the peers are told of it: {@code 3x4:REAL:-1.0:1.0}. */
  String text() {
    return "%s:%s:%s:%s".formatted(Joiner.on('x').join(dims.asList()), kind, low, high);
  }

  /**
   * Returns the numbers.
   *
   * @param array the number of the input
   */
  Tensor draw(int array, DType dtype) {
    Shape shape = Shape.of(dims);
    if (kind == Kind.INDEX) {
      return Tensor.of(WorkloadData.labels(array, shape.size(), (int) high)).reshape(shape);
    }
    float[] numbers = WorkloadData.uniform(array, shape.size(), low, high);
    if (kind != Kind.REAL) {
      int n = dims.get(0);
      if (kind == Kind.SYMMETRIC) {
        float[] turned = WorkloadData.transposed(numbers, n);
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = (numbers[i] + turned[i]) / 2;
        }
      }
      for (int i = 0; i < n; i++) {
        numbers[i * n + i] += n;
      }
    }
    return Tensor.of(numbers).reshape(shape).cast(dtype);
  }
}
