// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Value;
import java.util.function.Predicate;

/** Tells ops apart where a fused loop counts among the elementwise ones. */
public final class OpKinds {
  private OpKinds() {}

  /** Returns whether an op runs code of others, which may throw; any control flow counts. */
  public static boolean mayThrow(Op op) {
    return op instanceof ControlOp
        || op instanceof KernelOp
            && !isLoop(op)
            && !(op instanceof Joined)
            && !(op instanceof StraightLine);
  }

  /** Returns whether an op computes its outputs element by element, all but what it folds. */
  public static boolean isElementwise(Op op) {
    return op instanceof ElementwiseOp || isLoop(op);
  }

  private static boolean isLoop(Op op) {
    return op instanceof LoopOp || op instanceof PlacedLoop || op instanceof StagedLoop;
  }

  /**
   * Returns whether an output of a node may be written over the memory of some of its inputs: it
   * reads each element of these, at the latest, when it writes the element in the same place.
   *
   * @param shared which inputs lie in that memory
   */
  public static boolean mayOverwrite(Node node, Predicate<Value> shared) {
    return switch (node.op()) {
      case LoopOp op -> mayOverwrite(node, op.loop(), shared);
      case PlacedLoop op -> mayOverwrite(node, op.loop(), shared);
      case StagedLoop staged -> staged.mayOverwrite(i -> shared.test(node.inputs().get(i)));
      default -> node.op() instanceof ElementwiseOp || node.op() instanceof StraightLine;
    };
  }

  private static boolean mayOverwrite(Node node, FusedLoop loop, Predicate<Value> shared) {
    // What a loop folds to is smaller than the inputs that it reads in order.
    for (int i = 0; i < node.inputs().size(); i++) {
      if (shared.test(node.inputs().get(i)) && !loop.isDense(i)) {
        return false;
      }
    }
    return true;
  }
}
