package dev.adjoint.exec.emit;

import dev.adjoint.exec.bytecode.Tiered;

/**
 * Runs on single elements until the loop over vectors is fast.
 *
 * @param steps how many instructions an element takes
 */
record TieredKernel(Tiered<LoopKernel> kernels, int steps) implements LoopKernel {
  @Override
  public void run(LoopOperands at, int rows, int n) {
    kernels.forWork((long) rows * n * steps).run(at, rows, n);
  }
}
