// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.bytecode.Exercise;

/**
 * Calls of a kernel that keeps a block of C in registers.
 *
 * @param block the block
 * @param kernel runs the kernel over some depth steps, {@value #DEPTH} at most
 */
public record BlockExercise(RegisterBlock block, Depths kernel) implements Exercise {
  /** The depth steps of a run. */
  public static final int DEPTH = 64;

  /**
   * Compiled by C2, a multiply-add of vectors takes a fifth of a nanosecond, and some times that on
   * a machine that others use as well; by C1, which makes an object of every vector, a hundred.
   */
  private static final long NANOS_PER_VECTOR = 3;

  private static final long NANOS_PER_CALL = 300;

  /** Runs a kernel over a number of depth steps. */
  @FunctionalInterface
  public interface Depths {
    /** Runs over so many depth steps. */
    void run(int depth);
  }

  @Override
  public void run() {
    kernel.run(DEPTH);
  }

  /** {@inheritDoc} A negative depth asks for nothing. */
  @Override
  public void call() {
    kernel.run(-1);
  }

  @Override
  public long limit() {
    return NANOS_PER_VECTOR * block.rows() * block.vectors() * (DEPTH + 2) + NANOS_PER_CALL;
  }
}
