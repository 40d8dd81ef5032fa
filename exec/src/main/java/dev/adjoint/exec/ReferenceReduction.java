// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.util.Arrays;

/**
 * A reduction element by element, in the order that every way to run one keeps. The elements that
 * make one of the output come in the order of the input. They are cut into blocks:
 *
 * <ul>
 *   <li>if the innermost axis (of more than one element) is reduced, each run of neighbours that
 *       are reduced into one, in pieces of {@value #RUN};
 *   <li>if it is kept, {@value #ROWS} elements of as many rows.
 * </ul>
 *
 * <p>A block of rows is reduced one by one, from the identity on. A piece of a run is reduced in
 * lanes, 8 for dtypes of 8 bytes and 16 for others, all from the identity on: of every {@value
 * #STRETCH} elements, element {@code i} goes to lane {@code i} modulo their number; then lane
 * {@code l} takes in lane {@code l + h} for {@code h} half the lanes, a quarter and so on; these
 * stretches are reduced in order. The results of {@value #FAN} neighbouring blocks are reduced in
 * order, then as many of these, and so on until one is left.
 */
final class ReferenceReduction {
  private static final int RUN = 4096;
  private static final int STRETCH = 512;
  private static final int ROWS = 64;
  private static final int FAN = 8;

  private final ScalarEvaluator combine;
  private final long identity;
  private final int lanes;

  /** The number of neighbouring elements that are reduced into one, 0 if neighbours are not. */
  private final int run;

  ReferenceReduction(ReductionOp op, Tensor x) {
    Scalar first = Scalar.argument(0, x.dtype());
    Scalar second = Scalar.argument(1, x.dtype());
    combine = new ScalarEvaluator(ScalarProgram.of(op.combine(first, second)));
    identity = new ScalarEvaluator(ScalarProgram.of(op.identity(x.dtype()))).evaluate();
    lanes = x.dtype().bytes() == 8 ? 8 : 16;
    run = run(op, x.shape());
  }

  private static int run(ReductionOp op, Shape in) {
    int run = 1;
    for (int axis = in.rank() - 1; axis >= 0; axis--) {
      boolean isReduced = op.axes().contains(axis);
      if (in.dim(axis) != 1 && !isReduced) {
        return run == 1 ? 0 : run;
      }
      run *= in.dim(axis);
    }
    return run;
  }

  /**
   * Returns the reduction of the elements with the given numbers, the identity if there are none.
   */
  long reduce(Buffer x, int[] elements) {
    int block = run == 0 ? ROWS : RUN;
    int stretch = run == 0 ? elements.length : run;
    long[] results = new long[elements.length];
    int blocks = 0;
    for (int start = 0; start < elements.length; start += stretch) {
      int end = start + stretch;
      for (int from = start; from < end; from += block) {
        int[] some = Arrays.copyOfRange(elements, from, Math.min(end, from + block));
        results[blocks++] = run == 0 ? chain(x, some) : inLanes(x, some);
      }
    }
    return tree(results, blocks);
  }

  private long chain(Buffer x, int[] elements) {
    long sum = identity;
    for (int element : elements) {
      sum = combine.evaluate(sum, ScalarEvaluator.load(x, element));
    }
    return sum;
  }

  private long inLanes(Buffer x, int[] elements) {
    long sum = stretch(x, elements, 0);
    for (int from = STRETCH; from < elements.length; from += STRETCH) {
      sum = combine.evaluate(sum, stretch(x, elements, from));
    }
    return sum;
  }

  private long stretch(Buffer x, int[] elements, int from) {
    long[] sums = new long[lanes];
    Arrays.fill(sums, identity);
    for (int i = from; i < Math.min(elements.length, from + STRETCH); i++) {
      int lane = i % lanes;
      sums[lane] = combine.evaluate(sums[lane], ScalarEvaluator.load(x, elements[i]));
    }
    for (int half = lanes / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        sums[l] = combine.evaluate(sums[l], sums[l + half]);
      }
    }
    return sums[0];
  }

  private long tree(long[] results, int blocks) {
    int count = blocks;
    while (count > 1) {
      for (int i = 0; i < count; i++) {
        int first = i / FAN;
        results[first] = i % FAN == 0 ? results[i] : combine.evaluate(results[first], results[i]);
      }
      count = Math.ceilDiv(count, FAN);
    }
    return count == 0 ? identity : results[0];
  }
}
