// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.emit.LoopKernel;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.emit.LoopSignature;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A small constant matrix times rows of contiguous elements: {@code y[j] = Σ m[j, i]·x[i]}, one
 * after the other for many rows. All factors of a sum have one size: the terms with a positive
 * factor are added in order, then those with a negative one subtracted in order, and the result is
 * multiplied by the size, unless that is 1.
 *
 * <p>It runs on a generated loop, on vectors or single elements, with the same bits. An object
 * serves one thread at a time.
 */
public final class RowTransform {
  private final int inputs;
  private final int outputs;
  private final LoopKernel kernel;
  private final LoopOperands at = new LoopOperands();

  private RowTransform(double[][] matrix, LoopKernel kernel) {
    inputs = matrix[0].length;
    outputs = matrix.length;
    this.kernel = kernel;
    at.reserve(inputs, outputs);
  }

  /**
   * Returns the transform by a matrix, on vectors of {@link VectorSupport#bits}.
   *
   * @param dtype the type of all elements, F32 or F64
   * @param matrix its rows, none of zeros alone
   * @throws IllegalArgumentException if there is a row of zeros, or of factors of several sizes
   */
  public static RowTransform of(DType dtype, double[]... matrix) {
    LoopSignature signature = signature(dtype, VectorSupport.bits(), matrix);
    return new RowTransform(matrix, LoopKernels.startingSingle(signature).orElseThrow());
  }

  /** Returns the transform on vectors of {@code bits} bits from the first run on. */
  static RowTransform ofBits(DType dtype, int bits, double[]... matrix) {
    return new RowTransform(matrix, LoopKernels.of(signature(dtype, bits, matrix)).orElseThrow());
  }

  private static LoopSignature signature(DType dtype, int bits, double[][] matrix) {
    List<Boolean> uniform = Collections.nCopies(matrix[0].length, false);
    return LoopSignature.of(body(dtype, matrix), ImmutableList.copyOf(uniform), bits);
  }

  private static ScalarProgram body(DType dtype, double[][] matrix) {
    Scalar[] x = new Scalar[matrix[0].length];
    Arrays.setAll(x, i -> Scalar.argument(i, dtype));
    List<Scalar> y = new ArrayList<>();
    for (double[] row : matrix) {
      y.add(sum(x, row));
    }
    return ScalarProgram.of(Collections.nCopies(x.length, dtype), y);
  }

  private static Scalar sum(Scalar[] x, double[] row) {
    double size = Arrays.stream(row).map(Math::abs).max().orElse(0);
    checkArgument(size > 0, "transform: a row of zeros");
    Scalar sum = null;
    for (double factor : new double[] {size, -size}) {
      for (int i = 0; i < row.length; i++) {
        checkArgument(
            row[i] == 0 || Math.abs(row[i]) == size, "transform: factors of several sizes");
        if (row[i] == factor) {
          sum = plus(sum, factor > 0, x[i]);
        }
      }
    }
    Scalar terms = Objects.requireNonNull(sum);
    return size == 1 ? terms : terms.mul(size);
  }

  private static Scalar plus(@Nullable Scalar sum, boolean positive, Scalar term) {
    if (sum == null) {
      return positive ? term : term.neg();
    }
    return positive ? sum.add(term) : sum.sub(term);
  }

  /**
   * Transforms {@code n} elements of some rows.
   *
   * @param x the array of the inputs
   * @param xAt where the first row of the first input begins
   * @param xApart the distance between inputs
   * @param xStep the distance between rows
   * @param y the array of the outputs
   * @param yAt where the first row of the first output begins
   * @param yApart the distance between outputs
   * @param yStep the distance between rows
   */
  public void run(
      Object x,
      int xAt,
      int xApart,
      int xStep,
      Object y,
      int yAt,
      int yApart,
      int yStep,
      int rows,
      int n) {
    for (int i = 0; i < inputs; i++) {
      at.in[i] = x;
      at.inAt[i] = xAt + i * xApart;
      at.inStep[i] = xStep;
    }
    for (int j = 0; j < outputs; j++) {
      at.out[j] = y;
      at.outAt[j] = yAt + j * yApart;
      at.outStep[j] = yStep;
    }
    kernel.run(at, rows, n);
    at.release(inputs, outputs);
  }
}
