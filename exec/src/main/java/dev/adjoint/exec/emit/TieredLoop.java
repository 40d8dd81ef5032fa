// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.exec.bytecode.Exercise;
import dev.adjoint.exec.bytecode.Tiered;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A loop whose kernel is made, and compiled, once there is work for it. */
public final class TieredLoop extends Tiered<LoopKernel> {
  /** How many elements block loops could compute while they get going for one row. */
  private static final int PER_ROW = 100;

  private final LoopSignature loop;
  private final int steps;

  /**
   * Begins with a kernel, or without.
   *
   * @param loop the signature of the loop, lowered
   * @param kernel the kernel; null if the caller goes another way until it is fast
   */
  TieredLoop(LoopSignature loop, @Nullable LoopKernel kernel) {
    super(kernel);
    this.loop = loop;
    this.steps = loop.body().steps().size();
  }

  /**
   * Returns the kernel; null if the caller is to go another way, as it is not fast yet.
   *
   * @param rows the rows of which elements are to be computed
   * @param n how many elements of each
   */
  public @Nullable LoopKernel kernel(int rows, int n) {
    LoopKernel kernel = fast();
    if (kernel == null) {
      count((long) rows * (n + PER_ROW) * steps);
    }
    return kernel;
  }

  @Override
  protected Optional<LoopKernel> make() {
    return LoopKernels.link(loop);
  }

  @Override
  protected Exercise exercise(LoopKernel kernel) {
    return new LoopExercise(loop, kernel);
  }
}
