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
 * The value of an expression for display in a shell or a debugger, if it needs no input and takes
 * no noticeable time. It never throws.
 */
final class Preview {
  private static final int MOST_NODES = 300;

  /** The largest number of elements that a node may read or write. */
  static final long MOST_ELEMENTS = 1 << 20;

  /** The largest number of multiplications of a kernel, by an upper estimate. */
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
      return Optional.empty(); // such as an index out of range, or a fault in a user's op
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

  /** Returns whether a node is computed quickly from its inputs. */
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
      // For each element, a product reads at most all inputs but the largest, a matrix
      // decomposition about a row.
      case KernelOp _ ->
          read + made <= MOST_ELEMENTS
              && made * (1 + Math.max(read - largest, Math.sqrt(read))) <= MOST_WORK;
      default -> read + made <= MOST_ELEMENTS;
    };
  }
}
