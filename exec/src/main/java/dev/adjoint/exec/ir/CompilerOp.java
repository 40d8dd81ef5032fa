// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Value;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * An op that a pass puts into graphs, with the properties that schedule and memory assignment rely
 * on. They know such ops by these methods alone, so an op whose kernel is its own is known to no
 * one but itself and the passes that make it. The static methods answer the same for any op.
 */
public interface CompilerOp extends KernelOp {
  /** Returns whether running it may throw, since it runs code of others; by default it cannot. */
  default boolean mayThrow() {
    return false;
  }

  /**
   * Returns whether it computes its outputs, except for reductions, element by element; by default
   * it does not.
   */
  default boolean isElementwise() {
    return false;
  }

  /**
   * Returns whether an output may be written over the memory of some inputs: each element of these
   * is read, at the latest, when the element in the same place is written. By default it may not.
   *
   * @param shared which inputs lie in that memory
   */
  default boolean mayOverwrite(IntPredicate shared) {
    return false;
  }

  /**
   * Returns whether the output of a node of this op consists of its inputs, one after another in
   * memory, so that they may be computed within it; by default it does not.
   */
  default boolean isConcatenation(Node node) {
    return false;
  }

  /** Returns whether running an op may throw; kernels of others may, and any control flow. */
  static boolean mayThrow(Op op) {
    return op instanceof CompilerOp own
        ? own.mayThrow()
        : op instanceof KernelOp || op instanceof ControlOp;
  }

  /** Returns whether an op computes its outputs, except for reductions, element by element. */
  static boolean isElementwise(Op op) {
    return op instanceof ElementwiseOp || op instanceof CompilerOp own && own.isElementwise();
  }

  /**
   * Returns whether an output of a node may be written over the memory of some of its inputs.
   *
   * @param shared which values lie in that memory
   */
  static boolean mayOverwrite(Node node, Predicate<Value> shared) {
    return node.op() instanceof ElementwiseOp
        || node.op() instanceof CompilerOp own
            && own.mayOverwrite(i -> shared.test(node.inputs().get(i)));
  }

  /** Returns whether the output of a node consists of its inputs, one after another in memory. */
  static boolean concatenates(Node node) {
    return node.op() instanceof CompilerOp own && own.isConcatenation(node);
  }
}
