// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The offset kernels of this process, each made when it is first asked for. */
final class OffsetKernels {
  private static final Map<OffsetBlock, OffsetKernel> KNOWN = new ConcurrentHashMap<>();

  private OffsetKernels() {}

  /** Returns the offset kernel for {@code block}. */
  static OffsetKernel of(OffsetBlock block) {
    return KNOWN.computeIfAbsent(
        block, b -> new OffsetKernelEmitter(b).link(MethodHandles.lookup(), b));
  }
}
