package dev.adjoint.exec.pass;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * Computes common subexpressions once: of nodes with equal ops on the same inputs the first one
 * stands for all. Inputs of the graph are never merged, whatever their labels.
 */
public final class MergeCommon implements GraphPass {
  private record Key(Op op, ImmutableList<Value> inputs) {}

  /** Creates the pass. */
  public MergeCommon() {}

  @Override
  public Graph apply(Graph graph) {
    Map<Key, Node> known = new HashMap<>();
    return GraphRewriter.rewrite(
        graph,
        node -> {
          if (node.op() instanceof LeafOp.Input) {
            return node;
          }
          Node first = known.putIfAbsent(new Key(node.op(), node.inputs()), node);
          return first == null ? node : first;
        });
  }
}
