// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.pool;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.emit.LoopKernel;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.emit.LoopSignature;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.plane.ObjectPool;
import dev.adjoint.ops.kernel.plane.PlaneLoops;
import java.util.Collections;
import java.util.List;

/**
 * Distributes the value at each output position of a window evenly among the elements under it, for
 * windows that {@linkplain PoolWindow#leaps do not overlap}: a generated loop stores the shares of
 * a row of taps side by side.
 */
final class AvgLeapKernel extends RangeKernel {
  private final PlaneLoops loops;
  private final PoolWindow window;
  private final int elements;
  private final LoopKernel kernel;
  private final ObjectPool<LoopOperands> scratch = new ObjectPool<>(LoopOperands::new);

  /** Creates the kernel. */
  AvgLeapKernel(PoolSizes sizes, PoolWindow window, DType dtype) {
    super(sizes.planes(), sizes.work());
    loops = PlaneLoops.of(dtype);
    this.window = window;
    elements = sizes.from().size();
    kernel = kernel(dtype);
  }

  private LoopKernel kernel(DType dtype) {
    Scalar share = Scalar.constant(dtype, 0.0).add(Scalar.argument(0, dtype).div(window.taps()));
    return LoopKernels.startingSingle(
            new LoopSignature(
                ScalarProgram.of(List.of(dtype), Collections.nCopies(window.across(), share)),
                ImmutableIntArray.of(1),
                ImmutableList.of(),
                window.bits(dtype),
                window.across(),
                true))
        .orElseThrow();
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    LoopOperands at = scratch.take();
    at.reserve(1, window.across());
    at.in[0] = in[0].array();
    at.inStep[0] = window.length();
    int step = window.isEven() ? to - from : 1;
    for (int plane = from; plane < to; plane += step) {
      int target = out[0].offset() + plane * elements;
      if (window.outputPositions() * window.taps() < elements) {
        loops.clear(out[0].array(), target, step * elements);
      }
      store(at, in[0].offset() + plane * window.outputPositions(), out[0].array(), target, step);
    }
    at.release(1, window.across());
    scratch.give(at);
  }

  /** Stores the shares of some planes; their output positions begin at {@code first}. */
  private void store(LoopOperands at, int first, Object x, int plane, int planes) {
    for (int block = 0; block < window.blocks(); block++) {
      at.inAt[0] = first + block * window.lines() * window.length();
      for (int row = 0; row < window.taps(); row += window.across()) {
        for (int i = 0; i < window.across(); i++) {
          at.out[i] = x;
          at.outAt[i] = plane + window.start(row, block) + i;
          at.outStep[i] = window.lineStep();
        }
        kernel.run(at, planes * window.lines(), window.length());
      }
    }
  }
}
