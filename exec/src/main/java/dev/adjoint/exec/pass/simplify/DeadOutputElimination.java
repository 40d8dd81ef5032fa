// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.collect.Lists;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Drops unread outputs of control flow, and all nodes that only they need, such as the values that
 * a loop keeps for a derivative that is not requested.
 */
public final class DeadOutputElimination implements GraphPass {
  /** Creates the pass. */
  public DeadOutputElimination() {}

  @Override
  public Graph apply(Graph graph) {
    if (graph.nodes().stream().noneMatch(n -> n.op() instanceof ControlOp)) {
      return graph;
    }
    Set<Value> needed = new HashSet<>(graph.outputs());
    Map<Node, ControlOp.Part> parts = new HashMap<>();
    for (Node node : Lists.reverse(graph.nodes())) {
      ImmutableIntArray used = used(node, needed);
      if (!used.isEmpty()) {
        Optional<ControlOp.Part> part =
            node.op() instanceof ControlOp control ? control.part(used) : Optional.empty();
        part.ifPresent(p -> parts.put(node, p));
        needed.addAll(part.map(p -> inputs(node, p)).orElse(node.inputs()));
      }
    }
    return parts.isEmpty() ? graph : rewrite(graph, parts);
  }

  private static ImmutableIntArray used(Node node, Set<Value> needed) {
    return ImmutableIntArray.copyOf(
        IntStream.range(0, node.outputTypes().size()).filter(i -> needed.contains(node.output(i))));
  }

  private static List<Value> inputs(Node node, ControlOp.Part part) {
    List<Value> inputs = new ArrayList<>();
    part.inputs().forEach(i -> inputs.add(node.inputs().get(i)));
    return inputs;
  }

  private static Graph rewrite(Graph graph, Map<Node, ControlOp.Part> parts) {
    GraphRewriter rewriter = new GraphRewriter();
    for (Node node : graph.nodes()) {
      ControlOp.Part part = parts.get(node);
      if (part == null) {
        rewriter.replace(node, rewriter.renewed(node));
      } else {
        Node smaller = Node.of(part.op(), Lists.transform(inputs(node, part), rewriter::now));
        for (int i = 0; i < smaller.outputTypes().size(); i++) {
          rewriter.replace(node.output(part.outputs().get(i)), smaller.output(i));
        }
      }
    }
    return rewriter.result(graph);
  }
}
