// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.kernel.RangeKernel;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A kernel that does the same to each matrix of a batch, in scratch memory of its own.
 *
 * @param <W> the scratch memory
 */
public final class MatrixKernel<W> extends RangeKernel {
  /**
   * What is done to a matrix.
   *
   * @param <W> the scratch memory
   */
  @FunctionalInterface
  public interface Body<W> {
    /**
     * Does it.
     *
     * @param item the number of the matrix in its batch
     */
    void run(Buffer[] in, Buffer[] out, int item, W scratch);
  }

  private final ImmutableList<W> scratch;
  private final Body<W> body;
  private final ImmutableList<TensorType> outputs;
  private final int items;

  /** The number of elements of a matrix that must be finite; 0 if none must. */
  private final int checked;

  private MatrixKernel(
      TensorType x,
      ImmutableList<TensorType> outputs,
      boolean checks,
      long work,
      Supplier<W> scratch,
      Body<W> body) {
    super(MatrixTypes.batch(x.shape()).size(), work);
    this.items = MatrixTypes.batch(x.shape()).size();
    this.checked = checks && items > 0 ? x.shape().size() / items : 0;
    this.outputs = outputs;
    this.scratch =
        Stream.generate(scratch).limit(pieces()).collect(ImmutableList.toImmutableList());
    this.body = body;
  }

  /**
   * Returns a kernel that looks at finite matrices of the first input only. For others, each
   * element of a floating output is NaN, and a permutation is the identity.
   *
   * @param inputs the types of the inputs, of which the first says how many matrices there are
   * @param work about how many multiplications one takes
   * @param scratch makes scratch memory, one for each piece of the batch
   */
  public static <W> MatrixKernel<W> ofFinite(
      ImmutableList<TensorType> inputs,
      ImmutableList<TensorType> outputs,
      long work,
      Supplier<W> scratch,
      Body<W> body) {
    return new MatrixKernel<>(inputs.getFirst(), outputs, true, work, scratch, body);
  }

  /** Returns a kernel that takes all matrices; the parameters are those of {@link #ofFinite}. */
  public static <W> MatrixKernel<W> ofAny(
      ImmutableList<TensorType> inputs,
      ImmutableList<TensorType> outputs,
      long work,
      Supplier<W> scratch,
      Body<W> body) {
    return new MatrixKernel<>(inputs.getFirst(), outputs, false, work, scratch, body);
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int item = from; item < to; item++) {
      if (isFinite(in[0], item)) {
        body.run(in, out, item, scratch.get(piece));
      } else {
        for (int k = 0; k < out.length; k++) {
          storeUndefined(out[k], outputs.get(k), item);
        }
      }
    }
  }

  private boolean isFinite(Buffer in, int item) {
    double sum = 0;
    for (int i = 0; i < checked; i++) {
      sum += in.getDouble(item * checked + i) * 0;
    }
    return sum == 0;
  }

  private void storeUndefined(Buffer out, TensorType type, int item) {
    int size = type.shape().size() / items;
    for (int i = 0; i < size; i++) {
      if (type.dtype().isFloating()) {
        out.setDouble(item * size + i, Double.NaN);
      } else {
        out.setLong(item * size + i, i);
      }
    }
  }
}
