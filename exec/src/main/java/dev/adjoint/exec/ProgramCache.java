package dev.adjoint.exec;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.bytecode.SoftCache;
import dev.adjoint.exec.pass.Computation;
import dev.adjoint.graph.GraphStructure;

/**
 * The executables compiled so far, by the structure of their graphs. Bounded, and given up when
 * memory runs short.
 */
final class ProgramCache {
  private static final int KEPT = 256;

  private record Key(
      GraphStructure structure,
      int outputs,
      ImmutableIntArray targets,
      ImmutableSet<Pass> passesOff,
      int vectorBits) {}

  private static final SoftCache<Key, Executable> CACHE = new SoftCache<>(KEPT);

  private ProgramCache() {}

  /** Returns the executable of a computation, compiled now unless it was before. */
  static Executable get(GraphStructure structure, Computation computation, CompileOptions options) {
    Key key =
        new Key(
            structure.withoutVariables(),
            computation.outputCount(),
            computation.targets(),
            options.passesOff(),
            VectorSupport.bits());
    Executable known = CACHE.get(key);
    if (known == null) {
      known = Compiler.compile(computation, options);
      CACHE.put(key, known);
    }
    return known;
  }
}
