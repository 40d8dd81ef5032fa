// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.compile;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.bytecode.SoftCache;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.step.Executable;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphStructure;
import dev.adjoint.graph.UnboundGraph;
import dev.adjoint.graph.Workers;

/**
 * The executables compiled so far, by the structure of their graphs. Bounded, and released when
 * memory runs short. Holds no tensor, variable or node made by the user, except for those among the
 * parameters of an op.
 */
public final class ProgramCache {
  private static final int KEPT = 256;

  private record Key(
      GraphStructure structure,
      int outputs,
      ImmutableIntArray targets,
      ImmutableSet<String> passesOff,
      int vectorBits,
      boolean isTiered) {
    public static Key of(
        GraphStructure structure,
        int outputs,
        ImmutableIntArray targets,
        ImmutableSet<String> off) {
      return new Key(
          structure.withoutVariables(),
          outputs,
          targets,
          off,
          VectorSupport.bits(),
          VectorSupport.isTiered());
    }
  }

  private static final SoftCache<Key, Executable> CACHE = new SoftCache<>(KEPT);

  private ProgramCache() {}

  /**
   * Returns the executable of a program, compiled now unless it was before.
   *
   * @param unbound the graph: its outputs are those of the program, then the next values of the
   *     targets, then reads of these
   * @param structure the structure of the graph
   * @param outputs how many outputs the program has
   * @param targets the numbers of the variables that are updated
   * @param off the names of the passes that are off
   * @param workers make the code of several steps at once
   */
  public static Executable of(
      UnboundGraph unbound,
      GraphStructure structure,
      int outputs,
      ImmutableIntArray targets,
      ImmutableSet<String> off,
      Workers workers) {
    Executable known = CACHE.get(Key.of(structure, outputs, targets, off));
    if (known != null) {
      return known;
    }
    Graph own = unbound.detached();
    Graph computed = Graph.of(own.inputs(), own.outputs().subList(0, outputs + targets.length()));
    Executable made =
        Compiler.compile(
            new Computation(computed, outputs, structure.variables(), targets),
            unbound.constants().size(),
            off,
            workers);
    CACHE.put(Key.of(GraphStructure.of(own), outputs, targets, off), made);
    return made;
  }

  /** Returns the executable of a body of control flow, compiled now unless it was before. */
  public static Executable of(BodyGraph body, ImmutableSet<String> off, Workers workers) {
    int outputs = body.graph().outputs().size();
    Key key = Key.of(body.structure(), outputs, ImmutableIntArray.of(), off);
    Executable known = CACHE.get(key);
    if (known == null) {
      known = Compiler.compile(Computation.of(body.graph()), 0, off, workers);
      CACHE.put(key, known);
    }
    return known;
  }
}
