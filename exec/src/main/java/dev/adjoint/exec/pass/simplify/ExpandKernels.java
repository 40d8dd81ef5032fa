// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the graph of simpler ops that a kernel states ({@link KernelOp#expansion}) in its place, so
 * that later passes see its computation. It comes first, before constants are folded: folding and
 * running then use the same ops, with the same bits.
 *
 * <p>An expansion is expanded in turn. This ends since its ops are simpler.
 */
public final class ExpandKernels implements GraphPass {
  /** Creates the pass. */
  public ExpandKernels() {}

  @Override
  public Graph apply(Graph graph) {
    Graph before = graph;
    Graph after = once(before);
    while (after != before) {
      before = after;
      after = once(before);
    }
    return after;
  }

  private static Graph once(Graph graph) {
    GraphRewriter rewriter = new GraphRewriter();
    for (Node node : graph.nodes()) {
      Node renewed = rewriter.renewed(node);
      rewriter.replace(node, renewed);
      Optional<ImmutableList<Value>> expansion =
          renewed.op() instanceof KernelOp op ? op.expansion(renewed.inputs()) : Optional.empty();
      if (expansion.isPresent()) {
        check(renewed, expansion.get());
        for (int i = 0; i < expansion.get().size(); i++) {
          rewriter.replace(node.output(i), expansion.get().get(i));
        }
      }
    }
    return rewriter.result(graph);
  }

  private static void check(Node node, ImmutableList<Value> expansion) {
    List<TensorType> types = new ArrayList<>();
    for (Value value : expansion) {
      types.add(value.type());
    }
    if (!types.equals(node.outputTypes())) {
      throw new IllegalStateException(
          "%s: its expansion gives %s, its outputs are %s"
              .formatted(node.op().name(), types, node.outputTypes()));
    }
  }
}
