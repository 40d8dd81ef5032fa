// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The micro-kernels of this process, each made when it is first asked for. */
final class MicroKernels {
  private static final Map<RegisterBlock, MicroKernel> KNOWN = new ConcurrentHashMap<>();

  private MicroKernels() {}

  /** Returns the micro-kernel for {@code block}. */
  static MicroKernel of(RegisterBlock block) {
    return KNOWN.computeIfAbsent(
        block, b -> new MicroKernelEmitter(b).link(MethodHandles.lookup(), b));
  }
}
