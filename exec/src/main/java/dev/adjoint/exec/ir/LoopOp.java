// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ReductionOp;
import java.util.function.IntPredicate;

/** A loop that the compiler makes, with reductions of its results or without. */
public sealed interface LoopOp extends FusedOp permits LoopFusion, ReduceFusion {
  /** Returns the loop; its outputs are all results, before they are reduced. */
  LoopFusion loop();

  /** Returns the reductions of the last results, those that reduce rows into one another first. */
  ImmutableList<ReductionOp> reductions();

  /** Returns how many results are stored element by element, the first ones. */
  default int stored() {
    return loop().types().size() - reductions().size();
  }

  @Override
  default boolean isElementwise() {
    return true;
  }

  /**
   * {@inheritDoc} Results of reductions are smaller than the inputs that the loop reads in order.
   */
  @Override
  default boolean mayOverwrite(IntPredicate shared) {
    return loop().mayBeOverwritten(shared);
  }
}
