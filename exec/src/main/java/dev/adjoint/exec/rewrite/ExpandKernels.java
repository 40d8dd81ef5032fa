package dev.adjoint.exec.rewrite;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.Optional;

/**
 * Puts the graph of simpler ops that a kernel states ({@link KernelOp#expansion}) in its place, so
 * that the passes which follow see what it computes. It comes first, before constants are folded:
 * what is folded and what is run are then the same ops, with the same bits.
 *
 * <p>An expansion is expanded in turn. This ends since its ops are simpler.
 */
final class ExpandKernels implements GraphPass {
  /** Creates the pass. */
  ExpandKernels() {}

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
      Optional<ImmutableList<Value>> expansion = expansion(renewed);
      for (int i = 0; i < expansion.map(ImmutableList::size).orElse(0); i++) {
        rewriter.replace(node.output(i), expansion.get().get(i));
      }
    }
    return rewriter.result(graph);
  }

  private static Optional<ImmutableList<Value>> expansion(Node node) {
    if (!(node.op() instanceof KernelOp op)) {
      return Optional.empty();
    }
    Optional<ImmutableList<Value>> expansion = op.expansion(node.inputs());
    expansion.ifPresent(values -> check(node, values));
    return expansion;
  }

  private static void check(Node node, ImmutableList<Value> expansion) {
    ImmutableList<TensorType> types =
        expansion.stream().map(Value::type).collect(ImmutableList.toImmutableList());
    if (!types.equals(node.outputTypes())) {
      throw new IllegalStateException(
          "%s: its expansion gives %s, its outputs are %s"
              .formatted(node.op().name(), types, node.outputTypes()));
    }
  }
}
