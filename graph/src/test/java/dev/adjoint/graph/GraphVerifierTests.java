// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static dev.adjoint.graph.TestOps.add;
import static dev.adjoint.graph.TestOps.apply;
import static dev.adjoint.graph.TestOps.input;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GraphVerifierTests {
  private final Value x = input("x", DType.F32, 4);
  private final Value sum = add(x, x);
  private final Value twice = add(sum, sum);

  private static void assertFault(Graph graph, String message) {
    assertThatThrownBy(() -> GraphVerifier.verify(graph))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
  }

  private Graph planted(Value... nodes) {
    return new Graph(
        ImmutableList.of(x),
        ImmutableList.of(twice),
        ImmutableList.copyOf(nodes).stream()
            .map(Value::node)
            .collect(ImmutableList.toImmutableList()));
  }

  @Test
  void aSoundGraphPasses() {
    assertThatCode(() -> GraphVerifier.verify(planted(x, sum, twice))).doesNotThrowAnyException();
  }

  @Test
  void aNodeBeforeItsInputsIsFound() {
    assertFault(
        planted(x, twice, sum),
        "graph: node 'add : f32[4]' uses a value before it is computed: add: f32[4]");
  }

  @Test
  void aNodeThatStandsTwiceIsFound() {
    assertFault(
        planted(x, sum, sum, twice), "graph: node 'add : f32[4]' stands in the graph twice");
  }

  @Test
  void aMissingOutputIsFound() {
    assertFault(planted(x, sum), "graph: node 'add : f32[4]' is an output but not in the graph");
  }

  private record Fickle(AtomicReference<TensorType> answer) implements Silent {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      if (answer.get().dtype() == DType.BOOL) {
        throw new ShapeException(name(), "takes no such inputs: " + inputs);
      }
      return ImmutableList.of(answer.get());
    }

    @Override
    public String parameters() {
      return "";
    }
  }

  private interface Silent extends KernelOp {
    @Override
    default Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (_, _, _) -> {};
    }
  }

  @Test
  void anOpThatChangesItsMindIsFound() {
    var answer = new AtomicReference<>(TensorType.of(DType.F32, 2));
    Graph graph = Graph.of(List.of(apply(new Fickle(answer), x)));
    assertThatCode(() -> GraphVerifier.verify(graph)).doesNotThrowAnyException();
    answer.set(TensorType.of(DType.F32, 3));
    assertFault(
        graph, "graph: node 'fickle : f32[2]' infers other types than when it was built: [f32[3]]");
    answer.set(TensorType.of(DType.BOOL, 2));
    assertFault(
        graph,
        "graph: node 'fickle : f32[2]' refuses the inputs that it was built from:"
            + " fickle: takes no such inputs: [f32[4]]");
  }

  @Test
  void anUnlistedInputIsFound() {
    Graph graph = new Graph(ImmutableList.of(), ImmutableList.of(x), ImmutableList.of(x.node()));
    assertThatThrownBy(() -> GraphVerifier.verify(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "graph: the outputs need 'input \"x\" : f32[4]', which is not among the inputs;"
                + " list it");
  }
}
