// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The value of an expression for whoever prints it, a shell or a debugger: only if nothing must be
 * handed over and it takes no time that one would notice. It never throws.
 */
final class Preview {
  private static final int MOST_NODES = 300;

  /** As many elements as a node may read or make. */
  static final long MOST_ELEMENTS = 1 << 20;

  /** As many multiplications as a kernel may do, by an estimate from above. */
  private static final double MOST_WORK = 0x1p28;

  private Preview() {}

  /** Returns the value; empty if it depends on inputs, takes long or cannot be computed. */
  static Optional<Tensor> of(Expr expr) {
    if (!isCheap(expr.node())) {
      return Optional.empty();
    }
    try {
      return Optional.of(expr.eval());
    } catch (RuntimeException _) {
      return Optional.empty(); // such as an index that lies outside, or a fault in an op of a user
    }
  }

  private static boolean isCheap(Node result) {
    Set<Node> known = new HashSet<>(Set.of(result));
    Deque<Node> open = new ArrayDeque<>(known);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (known.size() > MOST_NODES || !isCheapAlone(node)) {
        return false;
      }
      for (Value input : node.inputs()) {
        if (known.add(input.node())) {
          open.push(input.node());
        }
      }
    }
    return true;
  }

  /** Returns whether a node is computed soon once its inputs are. */
  private static boolean isCheapAlone(Node node) {
    long read = 0;
    long largest = 0;
    for (TensorType in : node.inputTypes()) {
      read += in.shape().size();
      largest = Math.max(largest, in.shape().size());
    }
    long made = 0;
    for (TensorType out : node.outputTypes()) {
      made += out.shape().size();
    }
    return switch (node.op()) {
      case LeafOp.Input _, ControlOp _ -> false;
      // For an element, a product reads no more than all but the largest input, a decomposition of
      // a matrix about a row.
      case KernelOp _ ->
          read + made <= MOST_ELEMENTS
              && made * (1 + Math.max(read - largest, Math.sqrt(read))) <= MOST_WORK;
      default -> read + made <= MOST_ELEMENTS;
    };
  }
}
