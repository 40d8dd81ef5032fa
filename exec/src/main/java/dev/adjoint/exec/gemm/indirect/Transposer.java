// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import dev.adjoint.exec.gemm.ElementLoops;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.DType;

/** Transposes matrices in memory, floats in vector registers where there are such. Stateless. */
public final class Transposer {
  private final ElementLoops loops;

  private Transposer(ElementLoops loops) {
    this.loops = loops;
  }

  /** Returns the transposer of a floating dtype. */
  public static Transposer of(DType dtype) {
    return new Transposer(ElementLoops.of(dtype == DType.F64, VectorSupport.bits()));
  }

  /**
   * Sets {@code y[at + p · width + l] = x[from + l · across + p]} for {@code l < lines} and {@code
   * p < depth}.
   *
   * @param x a {@code float[]} or {@code double[]}, as the dtype says; so is {@code y}
   */
  public void run(
      Object x, int from, int across, int lines, int depth, Object y, int at, int width) {
    loops.transpose(x, from, across, lines, depth, y, at, width);
  }
}
