// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.List;

/**
 * Guesses how long a check takes, from the graph alone: what a clock says would make the same check
 * another one the next time.
 */
final class Cost {
  /** So long a second order may take that nobody asked for, in nanoseconds. */
  private static final double CHEAP = 100e6;

  /** A program is compiled, and a node is compiled or walked through, in so many nanoseconds. */
  private static final double COMPILED = 200e3;

  /** A node of a small graph takes so many nanoseconds. */
  private static final double NODE = 100;

  /** An element of a result takes so many nanoseconds, or a step of a kernel. */
  private static final double ELEMENT = 2;

  /** So often a function is evaluated for each variable that is looked at alone, or in sums. */
  private static final double EVALUATIONS = 16;

  /** So often a function is evaluated at other points. */
  private static final double ELSEWHERE = 1000;

  private Cost() {}

  /** Returns whether a check of a function is quick. */
  static boolean isCheap(TracedFunction trace, int probes) {
    List<Node> nodes = Graph.of(trace.allOutputs()).nodes();
    double once = nodes.stream().mapToDouble(Cost::once).sum();
    return COMPILED * nodes.size() + (EVALUATIONS * probes + ELSEWHERE) * once <= CHEAP;
  }

  private static double once(Node node) {
    double steps = node.outputTypes().stream().mapToDouble(Cost::size).sum();
    boolean isDirect = node.op() instanceof ElementwiseOp || node.op() instanceof ViewOp;
    if (!isDirect) {
      // A product of matrices takes the root of the product of its three sizes.
      double all = steps;
      for (Value x : node.inputs()) {
        all *= Math.max(1, size(x.type()));
      }
      steps = Math.max(steps, Math.sqrt(all));
    }
    return NODE + ELEMENT * steps;
  }

  private static double size(TensorType type) {
    return type.size();
  }
}
