package dev.adjoint.exec.gemm;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.ConcurrentHashMap;

/** The micro-kernels of this process, each made when it is first asked for. */
final class MicroKernels {
  private static final ConcurrentHashMap<RegisterBlock, MicroKernel> MADE =
      new ConcurrentHashMap<>();

  private MicroKernels() {}

  /** Returns the kernel for {@code block}. */
  static MicroKernel of(RegisterBlock block) {
    return MADE.computeIfAbsent(block, MicroKernels::make);
  }

  private static MicroKernel make(RegisterBlock block) {
    byte[] classFile = new MicroKernelEmitter(block).emit();
    try {
      // Initialised at once, so that a fault in the class shows here.
      var made = MethodHandles.lookup().defineHiddenClass(classFile, true).lookupClass();
      return (MicroKernel) made.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(
          "matmul: the micro-kernel for %s cannot be linked".formatted(block), e);
    }
  }
}
