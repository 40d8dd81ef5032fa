// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The generated kernels of this process, each made when it is first asked for. */
final class BlockKernels {
  private static final Map<RegisterBlock, MicroKernel> MICRO = new ConcurrentHashMap<>();
  private static final Map<OffsetBlock, OffsetKernel> OFFSET = new ConcurrentHashMap<>();

  private BlockKernels() {}

  /** Returns the micro-kernel for {@code block}. */
  static MicroKernel of(RegisterBlock block) {
    return MICRO.computeIfAbsent(block, b -> link(new MicroKernelEmitter(b), b));
  }

  /** Returns the offset kernel for {@code block}. */
  static OffsetKernel of(OffsetBlock block) {
    return OFFSET.computeIfAbsent(block, b -> link(new OffsetKernelEmitter(b), b));
  }

  private static <K> K link(BlockEmitter<K> emitter, Record block) {
    return emitter.type().link(MethodHandles.lookup(), emitter.emit(), () -> block + "\n");
  }
}
