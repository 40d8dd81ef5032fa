// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The offset kernels of this process, each made when it is first asked for. */
final class OffsetKernels {
  private static final Map<Kind, OffsetKernel> KNOWN = new ConcurrentHashMap<>();

  private OffsetKernels() {}

  /** Returns the offset kernel that sets {@code block}, or adds to it. */
  static OffsetKernel of(OffsetBlock block, boolean adds) {
    return KNOWN.computeIfAbsent(
        new Kind(block, adds),
        kind -> new OffsetKernelEmitter(block, adds).link(MethodHandles.lookup(), kind));
  }

  private record Kind(OffsetBlock block, boolean adds) {}
}
