// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Rebuilds a graph with each of some clusters of its nodes replaced by one node. */
public final class ClusterRewriter {
  /** Makes one node of a cluster. */
  @FunctionalInterface
  public interface Fusion {
    /**
     * Returns a node whose outputs stand for some values.
     *
     * @param members the nodes of a cluster, in graph order
     * @param outputs their outputs that are read outside, in graph order
     * @param rewriter maps the values that they read to their replacements
     */
    Node fuse(List<Node> members, List<Value> outputs, GraphRewriter rewriter);
  }

  private final Graph graph;
  private final GraphOrder order;
  private final Clusters clusters;
  private final GraphRewriter rewriter = new GraphRewriter();

  private ClusterRewriter(Graph graph, GraphOrder order, Clusters clusters) {
    this.graph = graph;
    this.order = order;
    this.clusters = clusters;
  }

  /**
   * Returns the rebuilt graph.
   *
   * @param order the graph's
   * @param clusters the clusters of the graph's nodes, each of which needs its inputs
   * @param isFused whether the cluster of a node is replaced
   */
  public static Graph rewrite(
      Graph graph, GraphOrder order, Clusters clusters, Predicate<Node> isFused, Fusion fusion) {
    return new ClusterRewriter(graph, order, clusters).rewrite(isFused, fusion);
  }

  private Graph rewrite(Predicate<Node> isFused, Fusion fusion) {
    Set<Value> read = readOutside();
    for (int cluster : clusters.order(order.of(graph.outputs()))) {
      List<Node> members = order.nodes(clusters.members(cluster));
      if (isFused.test(members.getFirst())) {
        List<Value> outputs = outputs(members, read);
        rewriter.replace(outputs, fusion.fuse(members, outputs, rewriter));
      } else {
        for (Node member : members) {
          rewriter.renew(member);
        }
      }
    }
    return rewriter.result(graph);
  }

  private static List<Value> outputs(List<Node> members, Set<Value> read) {
    List<Value> outputs = new ArrayList<>();
    for (Node member : members) {
      for (int i = 0; i < member.outputTypes().size(); i++) {
        if (read.contains(member.output(i))) {
          outputs.add(member.output(i));
        }
      }
    }
    return outputs;
  }

  /** Returns the values that another cluster reads, or that are outputs of the graph. */
  private Set<Value> readOutside() {
    Set<Value> read = new HashSet<>(graph.outputs());
    for (Node node : graph.nodes()) {
      int own = clusters.of(order.of(node));
      for (Value input : node.inputs()) {
        if (clusters.of(order.of(input.node())) != own) {
          read.add(input);
        }
      }
    }
    return read;
  }
}
