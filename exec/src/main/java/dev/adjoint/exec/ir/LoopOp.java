// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.ReductionOp;

/** A loop that the compiler makes, with reductions of its results or without. */
public sealed interface LoopOp extends KernelOp permits FusedLoop, FoldedLoop {
  /** Returns the loop; its outputs are all results, before they are folded. */
  FusedLoop loop();

  /** Returns the reductions of the last results, those that fold rows into one another first. */
  ImmutableList<ReductionOp> folds();

  /** Returns how many results are stored element by element, the first ones. */
  default int stored() {
    return loop().types().size() - folds().size();
  }
}
