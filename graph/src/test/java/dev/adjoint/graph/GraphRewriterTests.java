// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static dev.adjoint.graph.TestOps.add;
import static dev.adjoint.graph.TestOps.apply;
import static dev.adjoint.graph.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.TestOps.Halve;
import dev.adjoint.graph.TestOps.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphRewriterTests {
  private final Value x = input("x", DType.F32, 4);
  private final Value y = input("y", DType.F32, 4);

  @Test
  void aRuleSeesEachNodeWithItsInputsReplaced() {
    Value scaled = apply(new Scale(2), apply(new Scale(3), x));
    Graph rewritten = GraphRewriter.rewrite(Graph.of(List.of(add(scaled, y))), this::merge);
    assertThat(rewritten)
        .hasToString(
            """
            %0 = input "x" : f32[4]
            %1 = scale[by=6.0] %0 : f32[4]
            %2 = input "y" : f32[4]
            %3 = add %1, %2 : f32[4]
            return %3
            """);
  }

  /** Merges a scale of a scale. */
  private Node merge(Node node) {
    if (node.op() instanceof Scale(double by)) {
      Node inner = node.inputs().getFirst().node();
      if (inner.op() instanceof Scale(double before)) {
        return Node.of(new Scale(by * before), inner.inputs());
      }
    }
    return node;
  }

  @Test
  void aGraphThatNothingChangesIsReturnedItself() {
    Graph graph = Graph.of(List.of(add(apply(new Scale(2), x), y)));
    assertThat(GraphRewriter.rewrite(graph, node -> node)).isSameAs(graph);
  }

  @Test
  void oneOfSeveralOutputsIsReplacedAlone() {
    Node halve = Node.of(new Halve(), List.of(x));
    Value half = input("half", DType.F32, 2);
    Value sum = add(halve.output(0), halve.output(1));
    GraphRewriter rewriter = new GraphRewriter();
    rewriter.replace(halve.output(1), half);
    assertThat(rewriter.now(halve.output(0))).isEqualTo(halve.output(0));
    assertThat(rewriter.renewed(sum.node()).inputs()).containsExactly(halve.output(0), half);
    assertThat(rewriter.isReplaced(halve)).isTrue();
    assertThat(rewriter.isReplaced(sum.node())).isFalse();
  }

  @Test
  void severalValuesAreReplacedByTheOutputsOfANode() {
    Value a = input("a", DType.F32, 2);
    Value b = input("b", DType.F32, 2);
    Node halve = Node.of(new Halve(), List.of(x));
    GraphRewriter rewriter = new GraphRewriter();
    rewriter.replace(List.of(b, a), halve);
    assertThat(rewriter.now(List.of(a, b, y))).containsExactly(halve.output(1), halve.output(0), y);
  }

  @Test
  void inputsOfTheGraphStayEvenIfNothingReadsThem() {
    Graph graph = Graph.of(List.of(x, y), List.of(add(x, y)));
    Graph rewritten =
        GraphRewriter.rewrite(
            graph, node -> node.op() instanceof TestOps.Add ? apply(new Scale(2), x).node() : node);
    assertThat(rewritten.inputs()).containsExactly(x, y);
    assertThat(rewritten.nodes()).hasSize(2);
  }
}
