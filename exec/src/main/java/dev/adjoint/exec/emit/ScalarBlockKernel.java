// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

/** Runs a stretch of straight-line code on single numbers. Without state, like a loop kernel. */
@FunctionalInterface
public interface ScalarBlockKernel {
  /**
   * Computes the stretch, from registers to registers.
   *
   * @param f32 the registers of F32 values
   * @param f64 the registers of F64 values
   * @param i32 the registers of I32 and BOOL values
   * @param i64 the registers of I64 values
   */
  void run(float[] f32, double[] f64, int[] i32, long[] i64);
}
