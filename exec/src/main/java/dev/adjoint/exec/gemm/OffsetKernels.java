package dev.adjoint.exec.gemm;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.ConcurrentHashMap;

/** The offset kernels of this process, each made when it is first asked for. */
final class OffsetKernels {
  private static final ConcurrentHashMap<OffsetBlock, OffsetKernel> MADE =
      new ConcurrentHashMap<>();

  private OffsetKernels() {}

  /** Returns the kernel for {@code block}. */
  static OffsetKernel of(OffsetBlock block) {
    return MADE.computeIfAbsent(block, OffsetKernels::make);
  }

  private static OffsetKernel make(OffsetBlock block) {
    byte[] classFile = new OffsetKernelEmitter(block).emit();
    try {
      // Initialised at once, so that a fault in the class shows here.
      var made = MethodHandles.lookup().defineHiddenClass(classFile, true).lookupClass();
      return (OffsetKernel) made.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("gemm: the kernel for %s cannot be linked".formatted(block), e);
    }
  }
}
