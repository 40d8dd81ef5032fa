// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
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

  /**
   * Creates a kernel.
   *
   * @param items the number of matrices
   * @param work about how many multiplications one takes
   * @param scratch makes scratch memory, one for each piece of the batch
   */
  public MatrixKernel(int items, long work, Supplier<W> scratch, Body<W> body) {
    super(items, work);
    this.scratch =
        Stream.generate(scratch).limit(pieces()).collect(ImmutableList.toImmutableList());
    this.body = body;
  }

  @Override
  protected void run(Buffer[] inputs, Buffer[] outputs, int from, int to, int piece) {
    for (int item = from; item < to; item++) {
      body.run(inputs, outputs, item, scratch.get(piece));
    }
  }
}
