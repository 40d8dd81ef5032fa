// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.init;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import dev.adjoint.ops.Expr;
import java.util.Arrays;

/**
 * Orthonormal rows or columns from normal ones, by Gram and Schmidt's method, each orthogonalised
 * twice: that suffices for full precision (Giraud et al. 2005, <i>Rounding Error Analysis of the
 * Classical Gram-Schmidt Orthogonalization Process</i>). Many vectors are taken in blocks, so that
 * products of matrices do most of the work (Barlow and Smoktunowicz 2013, <i>Reorthogonalized Block
 * Classical Gram-Schmidt</i>).
 */
final class Orthogonal {
  /** How many vectors are taken one by one at first: so many are as fast without products. */
  private static final int FIRST = 256;

  private static final int BLOCK = 128;

  private Orthogonal() {}

  static Tensor draw(TensorType type, double gain, Seed seed) {
    if (type.shape().rank() < 2) {
      throw new ShapeException(
          "orthogonal",
          "draws matrices, or what is one with its last axis for columns: %s; give another initializer"
              .formatted(type));
    }
    int size = type.shape().size();
    int columns = type.shape().dim(-1);
    int rows = columns == 0 ? 0 : size / columns;
    boolean isWide = rows <= columns;
    double[][] vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), seed);
    Buffer buffer = Buffer.allocate(type.dtype(), size);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        buffer.setDouble(i * columns + j, gain * (isWide ? vectors[i][j] : vectors[j][i]));
      }
    }
    return Tensor.over(type.shape(), buffer);
  }

  private static double[][] orthonormal(int count, int length, Seed seed) {
    TensorType type = TensorType.of(DType.F64, count, length);
    double[] normals = Initializer.normal(1).draw(type, 1, 1, seed).toDoubleArray();
    double[][] vectors = new double[count][];
    for (int k = 0; k < count; k++) {
      vectors[k] = Arrays.copyOfRange(normals, k * length, (k + 1) * length);
    }
    orthonormalise(vectors, 0, Math.min(FIRST, count), 2);
    for (int from = FIRST; from < count; from += BLOCK) {
      int to = Math.min(from + BLOCK, count);
      for (int pass = 0; pass < 2; pass++) {
        leave(vectors, from, to);
        orthonormalise(vectors, from, to, 1);
      }
    }
    return vectors;
  }

  /** Takes from a block of vectors what lies along those before it, {@code V − (V·Qᵀ)·Q}. */
  private static void leave(double[][] vectors, int from, int to) {
    Expr q = Expr.constant(Tensor.nested(Arrays.copyOf(vectors, from)));
    Expr v = Expr.constant(Tensor.nested(Arrays.copyOfRange(vectors, from, to)));
    double[] left = v.sub(v.matmul(q.transpose(0, 1)).matmul(q)).eval().toDoubleArray();
    int length = vectors[from].length;
    for (int k = from; k < to; k++) {
      System.arraycopy(left, (k - from) * length, vectors[k], 0, length);
    }
  }

  private static void orthonormalise(double[][] vectors, int from, int to, int passes) {
    for (int k = from; k < to; k++) {
      double[] v = vectors[k];
      for (int pass = 0; pass < passes; pass++) {
        for (int other = from; other < k; other++) {
          subtract(v, vectors[other], dot(v, vectors[other]));
        }
      }
      double norm = Math.sqrt(dot(v, v));
      for (int i = 0; i < v.length; i++) {
        v[i] /= norm;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void subtract(double[] from, double[] v, double factor) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= factor * v[i];
    }
  }
}
