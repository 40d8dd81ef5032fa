// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.exec.bytecode.SoftCache;
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

  private LoopKernels() {}

  /** Returns about how many instructions straight-line code takes in a kernel. */
  public static int weight(List<Step> program) {
    return program.stream().mapToInt(Lowering::weight).sum();
  }

  /** Returns the kernel of a signature; empty if its body is too long for one. */
  public static Optional<LoopKernel> of(LoopSignature signature) {
    LoopKernel known = MADE.get(signature);
    return known != null ? Optional.of(known) : make(signature, signature.lowered());
  }

  private static Optional<LoopKernel> make(LoopSignature signature, LoopSignature lowered) {
    if (lowered.body().steps().size() > MAX_STEPS) {
      return Optional.empty();
    }
    byte[] classFile = new LoopEmitter(lowered).emit();
    if (classFile.length > MAX_METHOD && longestMethod(classFile) > MAX_METHOD) {
      return Optional.empty();
    }
    LoopKernel made = link(lowered, classFile);
    MADE.put(signature, made);
    return Optional.of(made);
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
