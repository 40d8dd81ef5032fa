// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The micro-kernels of this process, each made when it is first asked for. */
final class MicroKernels {
  private static final Map<Kind, MicroKernel> KNOWN = new ConcurrentHashMap<>();

  private static final Map<Kind, MicroKernel> PANELS = new ConcurrentHashMap<>();

  private MicroKernels() {}

  /** Returns the micro-kernel that sets {@code block}, or adds to it. */
  static MicroKernel of(RegisterBlock block, boolean adds) {
    return KNOWN.computeIfAbsent(
        new Kind(block, adds),
        kind -> new MicroKernelEmitter(block, adds).link(MethodHandles.lookup(), kind));
  }

  /** Returns the micro-kernel of packed operands that sets {@code block}, or adds to it. */
  static MicroKernel ofPanels(RegisterBlock block, boolean adds) {
    return PANELS.computeIfAbsent(
        new Kind(block, adds),
        kind -> new PanelKernelEmitter(block, adds).link(MethodHandles.lookup(), kind));
  }

  private record Kind(RegisterBlock block, boolean adds) {}
}
