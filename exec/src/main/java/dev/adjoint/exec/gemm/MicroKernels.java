// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.machine.VectorSupport;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The micro-kernels of this process, each made when it is first asked for. */
final class MicroKernels {
  private static final Map<Kind, MicroKernel> KNOWN = new ConcurrentHashMap<>();

  private static final Map<KindOfCopies, MicroKernel> OF_COPIES = new ConcurrentHashMap<>();

  private MicroKernels() {}

  /**
   * Returns the micro-kernel that sets {@code block}, or adds to it; it starts on single elements
   * if {@linkplain VectorSupport#isTiered told to}.
   */
  static MicroKernel of(RegisterBlock block, boolean adds) {
    boolean tiered = block.bits() != VectorSupport.SCALAR && VectorSupport.isTiered();
    return KNOWN.computeIfAbsent(
        new Kind(block, adds, tiered),
        kind -> tiered ? new TieredMicroKernel(block, adds) : link(block, adds));
  }

  /** Makes the micro-kernel on vectors. */
  static MicroKernel link(RegisterBlock block, boolean adds) {
    Kind kind = new Kind(block, adds, false);
    return new MicroKernelEmitter(block, adds).link(MethodHandles.lookup(), kind);
  }

  /**
   * Returns the micro-kernel of copied operands that sets {@code block}, or adds to it.
   *
   * @param steps whether A lies in depth steps, rather than in lines
   */
  static MicroKernel ofCopies(RegisterBlock block, boolean steps, boolean adds) {
    return OF_COPIES.computeIfAbsent(
        new KindOfCopies(block, steps, adds),
        kind -> new PanelKernelEmitter(block, steps, adds).link(MethodHandles.lookup(), kind));
  }

  private record Kind(RegisterBlock block, boolean adds, boolean tiered) {}

  private record KindOfCopies(RegisterBlock block, boolean steps, boolean adds) {}
}
