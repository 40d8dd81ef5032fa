// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.ir.FusedOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterRewriterTests {
  private final Value x = input("x", 3);
  private final Value a = apply(NEXT, x);
  private final Value b = apply(MUL, a, x);
  private final Value c = apply(ADD, a, b);

  /** Stands for several nodes. */
  private record Fused(ImmutableList<TensorType> types) implements FusedOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return types;
    }
  }

  private static Node fuse(List<Node> members, List<Value> outputs, GraphRewriter rewriter) {
    List<Value> inputs =
        members.stream()
            .flatMap(m -> m.inputs().stream())
            .filter(v -> !members.contains(v.node()))
            .distinct()
            .toList();
    return Node.of(
        new Fused(outputs.stream().map(Value::type).collect(ImmutableList.toImmutableList())),
        rewriter.now(inputs));
  }

  private static Graph rewrite(Graph graph, Node... cluster) {
    GraphOrder order = new GraphOrder(graph);
    Clusters clusters = new Clusters(order.size());
    for (Node node : graph.nodes()) {
      clusters.add(order.of(node.inputs()));
    }
    for (Node node : cluster) {
      clusters.union(order.of(cluster[0]), order.of(node));
    }
    List<Node> fused = List.of(cluster);
    return ClusterRewriter.rewrite(
        graph, order, clusters, fused::contains, ClusterRewriterTests::fuse);
  }

  @Test
  void aClusterIsOneNodeThatMakesWhatIsReadOutside() {
    Graph now = rewrite(Graph.of(List.of(x), List.of(c)), a.node(), b.node());
    assertThat(now.nodes()).hasSize(3);
    Node fused = now.nodes().get(1);
    assertThat(fused.inputs()).containsExactly(x);
    assertThat(fused.outputTypes()).hasSize(2);
    assertThat(now.nodes().get(2).op()).isSameAs(c.node().op());
    assertThat(now.nodes().get(2).inputs()).containsExactly(fused.output(0), fused.output(1));
  }

  @Test
  void whatNothingReadsOutsideIsNoOutput() {
    Graph now = rewrite(Graph.of(List.of(x), List.of(c)), a.node(), b.node(), c.node());
    assertThat(now.nodes()).hasSize(2);
    assertThat(now.outputs()).containsExactly(now.nodes().get(1).output(0));
    assertThat(now.nodes().get(1).outputTypes()).hasSize(1);
  }

  @Test
  void anOutputOfTheGraphIsReadOutside() {
    Graph now = rewrite(Graph.of(List.of(x), List.of(c, b)), a.node(), b.node(), c.node());
    Node fused = now.nodes().get(1);
    assertThat(now.outputs()).containsExactly(fused.output(1), fused.output(0));
  }

  @Test
  void aGraphWithoutAClusterIsTheSame() {
    Graph graph = Graph.of(List.of(x), List.of(c));
    assertThat(rewrite(graph)).isSameAs(graph);
  }

  @Test
  void aClusterComesAfterWhatItsLastMemberNeeds() {
    Value d = apply(NEXT, apply(NEXT, x));
    Value e = apply(MUL, c, d);
    Graph now =
        rewrite(Graph.of(List.of(x), List.of(e, c)), a.node(), b.node(), c.node(), e.node());
    Node fused = now.outputs().getFirst().node();
    assertThat(fused.inputs()).containsExactly(x, d);
    assertThat(now.outputs()).containsExactly(fused.output(1), fused.output(0));
  }
}
