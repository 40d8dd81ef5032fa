// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Optional;

/**
 * An op that runs graphs of its own, its bodies: a loop, a choice. It says how often a body runs
 * and on what; the caller supplies the way to run a body, interpreted or compiled.
 */
public non-sealed interface ControlOp extends Op {
  /** Returns the graphs that the op runs. */
  ImmutableList<BodyGraph> bodies();

  /**
   * Returns a new kernel for inputs and outputs of the given types.
   *
   * @param bodies runs each of {@link #bodies}: from one buffer for each input of the body's graph
   *     to one for each of its outputs, none of which may overlap an input or another output
   */
  Kernel kernel(
      ImmutableList<Kernel> bodies,
      ImmutableList<TensorType> inputs,
      ImmutableList<TensorType> outputs);

  /**
   * Returns whether the bodies do not need each other and run side by side, each on one thread and
   * in working memory of its own; by default they run one after the other.
   */
  default boolean runsSideBySide() {
    return false;
  }

  /**
   * Returns whether the bodies are parts of a graph that was simplified before it was cut, so that
   * a compiler finds nothing in them but the views that cut them; by default they are not.
   */
  default boolean hasSimplifiedBodies() {
    return false;
  }

  /**
   * Returns the remainder of the op if only some outputs are read; empty if all of it is needed, as
   * by default.
   *
   * @param used which outputs are read, ascending, at least one
   */
  default Optional<Part> part(ImmutableIntArray used) {
    return Optional.empty();
  }

  /**
   * Returns the op with other bodies, which take and give the same types; empty, the default, if it
   * has no such thing. Then the constants of its bodies are part of what is compiled, and are kept
   * as long as that is, see {@link UnboundGraph}.
   *
   * @param bodies one for each of {@link #bodies}
   */
  default Optional<ControlOp> withBodies(ImmutableList<BodyGraph> bodies) {
    return Optional.empty();
  }

  /**
   * An op that computes some of the outputs of another from some of its inputs, with the same bits.
   *
   * @param op the smaller op
   * @param inputs which inputs of the other op it takes, in order
   * @param outputs which outputs of the other op it has, in order
   */
  record Part(ControlOp op, ImmutableIntArray inputs, ImmutableIntArray outputs) {}
}
