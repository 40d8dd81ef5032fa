// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import dev.adjoint.exec.machine.VectorSupport;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The offset kernels of this process, each made when it is first asked for. */
final class OffsetKernels {
  private static final Map<Kind, OffsetKernel> KNOWN = new ConcurrentHashMap<>();

  private OffsetKernels() {}

  /**
   * Returns the offset kernel that sets {@code block}, or adds to it; it starts on single elements
   * if {@linkplain VectorSupport#isTiered told to}.
   */
  static OffsetKernel of(OffsetBlock block, boolean adds) {
    boolean tiered = block.inC().bits() != VectorSupport.SCALAR && VectorSupport.isTiered();
    return KNOWN.computeIfAbsent(
        new Kind(block, adds, tiered),
        kind -> tiered ? new TieredOffsetKernel(block, adds) : link(block, adds));
  }

  /** Makes the offset kernel on vectors. */
  static OffsetKernel link(OffsetBlock block, boolean adds) {
    Kind kind = new Kind(block, adds, false);
    return new OffsetKernelEmitter(block, adds).link(MethodHandles.lookup(), kind);
  }

  private record Kind(OffsetBlock block, boolean adds, boolean tiered) {}
}
