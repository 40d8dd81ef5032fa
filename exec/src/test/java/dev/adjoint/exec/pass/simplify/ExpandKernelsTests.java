// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.TestOps;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExpandKernelsTests {
  private final Value x = input("x", 2);

  private static List<Op> ops(Value... outputs) {
    Graph graph = new ExpandKernels().apply(Graph.of(List.of(outputs)));
    return graph.nodes().stream().map(Node::op).skip(1).toList();
  }

  @Test
  void anExpansionTakesThePlaceOfItsKernel() {
    Value y = apply(NEXT, apply(new TestOps.Detour(), x));
    assertThat(ops(y)).containsExactly(ADD, HALVE, NEXT);
  }

  @Test
  void expansionsOfSeveralOutputsAreExpandedInTurn() {
    Node both = Node.of(new TestOps.Detours(), List.of(x));
    assertThat(ops(both.output(1), both.output(0))).containsExactly(ADD, HALVE, ADD, HALVE);
    CompileOptions options = CompileOptions.defaults();
    for (var o : List.of(options, options.without("expand"))) {
      assertThat(
              Program.compile(List.of(x), List.of(both.output(1), both.output(0)), Map.of(), o)
                  .run(Tensor.of(1f, -3f)))
          .containsExactly(Tensor.of(1f, -3f), Tensor.of(1f, -3f));
    }
  }

  @Test
  void aGraphWithoutExpansionsStaysTheSame() {
    Graph graph = Graph.of(List.of(apply(NEXT, x)));
    assertThat(new ExpandKernels().apply(graph)).isSameAs(graph);
  }

  @Test
  void anExpansionOfAnotherTypeIsAFaultOfTheOp() {
    Graph graph = Graph.of(List.of(apply(new TestOps.Astray(), x)));
    assertThatThrownBy(() -> new ExpandKernels().apply(graph))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("astray: its expansion gives [f32[2, 2]], its outputs are [f32[2]]");
  }
}
