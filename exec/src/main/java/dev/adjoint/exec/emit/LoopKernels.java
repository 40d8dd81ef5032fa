// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.exec.bytecode.SoftCache;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;

/**
 * The loop kernels of this process, one for each signature, made when first asked for and given up
 * when memory runs short and no program uses them.
 */
public final class LoopKernels {
  /** The JIT compiler refuses methods of more bytes of bytecode. */
  private static final int MAX_METHOD = 8000;

  /** More steps than this make a method longer than {@link #MAX_METHOD} in any case. */
  static final int MAX_STEPS = 2000;

  /** How many kernels are kept that no program uses. */
  private static final int KEPT = 4096;

  private static final SoftCache<LoopSignature, LoopKernel> MADE = new SoftCache<>(KEPT);
  private static final SoftCache<LoopSignature, TieredLoop> TIERED = new SoftCache<>(KEPT);

  private LoopKernels() {}

  /** Returns about how many instructions straight-line code takes in a kernel. */
  public static int weight(List<Step> program) {
    return program.stream().mapToInt(Lowering::weight).sum();
  }

  /** Returns the kernel of a signature; empty if its body is too long for one. */
  public static Optional<LoopKernel> of(LoopSignature signature) {
    LoopKernel known = MADE.get(signature);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<LoopKernel> made = link(signature.lowered());
    made.ifPresent(kernel -> MADE.put(signature, kernel));
    return made;
  }

  /**
   * Returns the loop of a signature, without a kernel at first if it runs on vectors, if
   * {@linkplain VectorSupport#isTiered told to}; empty if its body is too long for one.
   */
  public static Optional<TieredLoop> tiered(LoopSignature signature) {
    TieredLoop known = VectorSupport.isTiered() ? TIERED.get(signature) : null;
    if (known != null) {
      return Optional.of(known);
    }
    LoopSignature lowered = signature.lowered();
    if (!VectorSupport.isTiered() || !VectorLegality.lanes(lowered).isFloating()) {
      return of(signature).map(kernel -> new TieredLoop(lowered, kernel));
    }
    if (lowered.body().steps().size() > MAX_STEPS) {
      return Optional.empty();
    }
    TieredLoop made = new TieredLoop(lowered, null);
    TIERED.put(signature, made);
    return Optional.of(made);
  }

  /**
   * Returns the kernel of a signature, which starts on single elements if {@linkplain
   * VectorSupport#isTiered told to}; empty if its body is too long for one.
   */
  public static Optional<LoopKernel> startingSingle(LoopSignature signature) {
    if (!VectorSupport.isTiered()) {
      return of(signature);
    }
    return tiered(signature)
        .flatMap(vectors ->
            of(signature.ofBits(VectorSupport.SCALAR)).map(single -> both(vectors, single)));
  }

  private static LoopKernel both(TieredLoop vectors, LoopKernel single) {
    return (at, rows, n) -> {
      LoopKernel fast = vectors.kernel(rows, n);
      (fast == null ? single : fast).run(at, rows, n);
    };
  }

  /** Makes the kernel of a lowered signature; empty if its body is too long for one. */
  static Optional<LoopKernel> link(LoopSignature lowered) {
    if (lowered.body().steps().size() > MAX_STEPS) {
      return Optional.empty();
    }
    byte[] classFile = new LoopEmitter(lowered).emit();
    if (classFile.length > MAX_METHOD && longestMethod(classFile) > MAX_METHOD) {
      return Optional.empty();
    }
    return Optional.of(link(lowered, classFile));
  }

  /** Parses the class, which takes about as long as writing it does. */
  private static int longestMethod(byte[] classFile) {
    return ClassFile.of().parse(classFile).methods().stream()
        .mapToInt(m -> m.findAttribute(Attributes.code()).orElseThrow().codeLength())
        .max()
        .orElse(0);
  }

  private static LoopKernel link(LoopSignature lowered, byte[] classFile) {
    return LoopEmitter.CLASS.link(
        MethodHandles.lookup(),
        classFile,
        () ->
            "vectors: %s bits\nsteps of inputs: %s, of results: %s\n%s\n"
                .formatted(lowered.bits(), lowered.steps(), lowered.spread(), lowered.body()));
  }
}
