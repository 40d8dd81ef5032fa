// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

/**
 * The data and the initial weights of the workloads. Each number is a hash of the array it stands
 * in and of its place, so that every contender, whatever its language, makes the same ones.
 *
 * <p>The hash is the output function of SplitMix64 (Steele, Lea and Flood, "Fast Splittable
 * Pseudorandom Number Generators", 2014) applied to {@code array · 2³² + place + 1} times the
 * golden ratio.
 */
public final class WorkloadData {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private WorkloadData() {}

  /**
   * Returns {@code size} numbers that look drawn evenly from {@code [low, high)}.
   *
   * @param array the number of the array, another one for each array of a workload
   */
  public static float[] uniform(int array, int size, double low, double high) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) (low + (high - low) * unit(array, i));
    }
    return numbers;
  }

  /**
   * Returns initial weights or biases of a layer, in {@code ±1/√in}.
   *
   * @param in the number of inputs to each unit of the layer
   */
  public static float[] weights(int array, int size, int in) {
    double bound = 1 / Math.sqrt(in);
    return uniform(array, size, -bound, bound);
  }

  /** Returns {@code size} labels, each from 0 to {@code classes − 1}. */
  public static int[] labels(int array, int size, int classes) {
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = (int) (unit(array, i) * classes);
    }
    return labels;
  }

  /** Returns the transpose of a matrix, row-major like the matrix. */
  public static float[] transposed(float[] matrix, int rows) {
    int columns = matrix.length / rows;
    float[] transposed = new float[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = matrix[i * columns + j];
      }
    }
    return transposed;
  }

  /** Returns a number in {@code [0, 1)} of 24 bits. */
  private static double unit(int array, int place) {
    long z = (((long) array << 32) + place + 1) * GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 40) * 0x1p-24;
  }
}
