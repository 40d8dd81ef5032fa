// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.Optional;

/** Rules that let kernels write their results where they are wanted. */
final class OutputLayoutRules {
  private OutputLayoutRules() {}

  /**
   * A result that is only moved is better written to its place at once. One that something else
   * reads too, or a view that leaves elements out or repeats them, stays as it is.
   */
  static Optional<Value> viewOutOfKernel(RewriteContext site) {
    Node node = site.node();
    if (!(node.op() instanceof ViewOp)) {
      return Optional.empty();
    }
    Value x = node.inputs().getFirst();
    if (!(x.node().op() instanceof KernelOp op)
        || x.node().outputTypes().size() > 1
        || site.isShared(x)) {
      return Optional.empty();
    }
    IndexMap map = StridedView.mapOf(node.output(0)).orElseThrow();
    if (!permutes(map, x.type().size())) {
      return Optional.empty();
    }
    return op.emitting(map, x.shape())
        .map(writing -> Node.of(writing, x.node().inputs()).output(0));
  }

  /** Returns whether a view has every element of its input once, not all in their order. */
  private static boolean permutes(IndexMap map, int size) {
    if (!map.isTotal() || map.shape().size() != size || map.isIdentity(size)) {
      return false;
    }
    // As many elements as the input, and as many different ones: none is repeated.
    long reached = 0;
    for (int i = 0; i < map.shape().rank(); i++) {
      int stride = map.strides().get(i);
      if (map.shape().dim(i) > 1 && stride <= 0) {
        return false;
      }
      reached += (map.shape().dim(i) - 1L) * stride;
    }
    return size > 0 && map.offset() == 0 && reached == size - 1L;
  }
}
