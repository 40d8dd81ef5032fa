// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.pool;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.emit.LoopKernel;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.emit.LoopSignature;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A generated loop over the output positions of a window; each tap is an input. A window of many
 * taps takes several rounds, each of which continues with the results of the one before.
 */
final class PoolLoop {
  /** The largest number of taps for which the methods of a kernel stay short enough to compile. */
  private static final int MOST_TAPS = 24;

  /** The computation at an output position, in the scalar language. */
  interface Body {
    /**
     * Returns the results after some taps.
     *
     * @param first the number of the first of these taps
     * @param x the elements under them
     * @param before the results before; empty before the first tap
     * @param tables for each table its element at the output position
     */
    List<Scalar> round(int first, List<Scalar> x, List<Scalar> before, List<Scalar> tables);
  }

  private final PoolWindow window;
  private final int taps;
  private final DType dtype;
  private final ImmutableList<DType> results;
  private final ImmutableList<Object> tables;
  private final ImmutableList<DType> tableTypes;
  private final int round;
  private final ImmutableList<LoopKernel> kernels;

  /**
   * Makes the loop over all taps.
   *
   * @param dtype the type of the elements
   * @param results the types of the results
   * @param tables arrays with an element for each output position of a plane
   */
  PoolLoop(
      PoolWindow window,
      DType dtype,
      List<DType> results,
      List<DType> tableTypes,
      List<?> tables,
      Body body) {
    this(window, window.taps(), dtype, results, tableTypes, tables, body);
  }

  /** Makes the loop over some neighbouring taps, as if there were no others. */
  PoolLoop(
      PoolWindow window,
      int taps,
      DType dtype,
      List<DType> results,
      List<DType> tableTypes,
      List<?> tables,
      Body body) {
    this.window = window;
    this.taps = taps;
    this.dtype = dtype;
    this.results = ImmutableList.copyOf(results);
    this.tableTypes = ImmutableList.copyOf(tableTypes);
    this.tables = ImmutableList.copyOf(tables);
    int rounds = Math.ceilDiv(taps, MOST_TAPS);
    round = Math.ceilDiv(taps, rounds);
    ImmutableList.Builder<LoopKernel> made = ImmutableList.builder();
    for (int first = 0; first < taps; first += round) {
      made.add(kernel(body, first, Math.min(round, taps - first)));
    }
    kernels = made.build();
  }

  private LoopKernel kernel(Body body, int first, int count) {
    List<DType> inputs = new ArrayList<>();
    List<Scalar> x = arguments(inputs, Collections.nCopies(count, dtype));
    List<Scalar> before = first == 0 ? List.of() : arguments(inputs, results);
    List<Scalar> at = arguments(inputs, tableTypes);
    ImmutableIntArray.Builder steps = ImmutableIntArray.builder();
    for (int i = 0; i < inputs.size(); i++) {
      steps.add(i < count ? window.step() : 1);
    }
    // Later rounds read the memory that they overwrite.
    boolean overlaps = count == taps;
    LoopSignature signature =
        new LoopSignature(
            ScalarProgram.of(inputs, body.round(first, x, before, at)),
            steps.build(),
            ImmutableList.of(),
            window.bits(dtype),
            1,
            overlaps);
    return LoopKernels.startingSingle(signature).orElseThrow();
  }

  private static List<Scalar> arguments(List<DType> inputs, List<DType> dtypes) {
    List<Scalar> arguments = new ArrayList<>();
    for (DType dtype : dtypes) {
      arguments.add(Scalar.argument(inputs.size(), dtype));
      inputs.add(dtype);
    }
    return arguments;
  }

  /** Returns memory for the operands of this loop. */
  LoopOperands operands() {
    LoopOperands at = new LoopOperands();
    at.reserve(round + results.size() + tables.size(), results.size());
    return at;
  }

  /** Returns whether several planes can be computed at once. */
  boolean isEven() {
    return tables.isEmpty() && window.isEven();
  }

  /**
   * Computes the results of a plane, or of several if {@link #isEven}.
   *
   * @param at the operands, in which the arrays and offsets of the results are set
   * @param x the array of the planes, or of a copy with padding, from {@code plane} on
   */
  void run(LoopOperands at, Object x, int plane, int planes) {
    run(at, x, plane, planes, 0);
  }

  /**
   * Computes the results of a plane from some neighbouring taps.
   *
   * @param first the first of these
   */
  void run(LoopOperands at, Object x, int plane, int planes, int first) {
    int outputPositions = window.lines() * window.length();
    for (int r = 0; r < results.size(); r++) {
      at.outStep[r] = window.length();
    }
    for (int block = 0; block < window.blocks(); block++) {
      for (int k = 0; k < kernels.size(); k++) {
        int input = 0;
        int end = Math.min(taps, (k + 1) * round);
        for (int tap = k * round; tap < end; tap++, input++) {
          at.in[input] = x;
          at.inAt[input] = plane + window.start(first + tap, block);
          at.inStep[input] = window.lineStep();
        }
        for (int r = 0; k > 0 && r < results.size(); r++, input++) {
          at.in[input] = at.out[r];
          at.inAt[input] = at.outAt[r];
          at.inStep[input] = window.length();
        }
        for (int t = 0; t < tables.size(); t++, input++) {
          at.in[input] = tables.get(t);
          at.inAt[input] = block * outputPositions;
          at.inStep[input] = window.length();
        }
        kernels.get(k).run(at, planes * window.lines(), window.length());
      }
      for (int r = 0; r < results.size(); r++) {
        at.outAt[r] += outputPositions;
      }
    }
  }

  /** Releases the arrays of the caller. */
  void release(LoopOperands at) {
    at.release(round + results.size() + tables.size(), results.size());
  }
}
