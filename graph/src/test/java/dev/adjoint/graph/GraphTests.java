// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static dev.adjoint.graph.TestOps.add;
import static dev.adjoint.graph.TestOps.apply;
import static dev.adjoint.graph.TestOps.constant;
import static dev.adjoint.graph.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.TestOps.Flip;
import dev.adjoint.graph.TestOps.Halve;
import dev.adjoint.graph.TestOps.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTests {
  private final Value x = input("x", DType.F32, 4);
  private final Value y = input("y", DType.F32, 4);

  @Test
  void everyNodeStandsOnceAndAfterItsInputs() {
    Value sum = add(x, y);
    Value twice = add(sum, sum);
    Value result = add(twice, x);
    Graph graph = Graph.of(List.of(result, sum));
    assertThat(graph.nodes())
        .containsExactly(x.node(), y.node(), sum.node(), twice.node(), result.node());
    assertThat(graph.inputs()).containsExactly(x, y);
    assertThat(graph.outputs()).containsExactly(result, sum);
  }

  @Test
  void inputsKeepTheOrderOfTheirListAndMayBeUnused() {
    Value unused = input("z", DType.I32);
    Graph graph = Graph.of(List.of(unused, y, x), List.of(add(x, y)));
    assertThat(graph.inputs()).containsExactly(unused, y, x);
    assertThat(graph.nodes()).doesNotContain(unused.node());
  }

  @Test
  void inputsMustBeInputsAndListedOnce() {
    Value sum = add(x, y);
    assertThatThrownBy(() -> Graph.of(List.of(x), List.of(sum)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "graph: the outputs need 'input \"y\" : f32[4]', which is not among the inputs;"
                + " list it");
    assertThatThrownBy(() -> Graph.of(List.of(x, y, x), List.of(sum)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("graph: 'input \"x\" : f32[4]' is listed twice as an input; list it once");
    assertThatThrownBy(() -> Graph.of(List.of(x, y, sum), List.of(sum)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("graph: 'add : f32[4]' is listed as an input but is none; list only inputs");
  }

  @Test
  void aNodeOfTwoOutputsStandsOnceForBoth() {
    Node halve = Node.of(new Halve(), List.of(x));
    Value both = add(halve.output(0), halve.output(1));
    assertThat(Graph.of(List.of(both)).nodes()).containsExactly(x.node(), halve, both.node());
    assertThat(halve.output(1)).isEqualTo(halve.output(1)).isNotEqualTo(halve.output(0));
    assertThat(halve.output(1)).hasSameHashCodeAs(halve.output(1)).hasToString("halve: f32[2]");
    assertThat(halve).hasToString("halve : f32[2], f32[2]");
    assertThat(halve.inputTypes()).containsExactly(TensorType.of(DType.F32, 4));
    assertThatThrownBy(() -> halve.output(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void equalStructuresHaveEqualHashes() {
    Graph first = Graph.of(List.of(add(x, y)));
    Graph second = Graph.of(List.of(add(input("a", DType.F32, 4), input("b", DType.F32, 4))));
    assertThat(GraphStructure.of(first)).isEqualTo(GraphStructure.of(second));
    assertThat(first.structuralHash()).isEqualTo(second.structuralHash());
  }

  @Test
  void whatChangesTheResultChangesTheStructure() {
    GraphStructure base = GraphStructure.of(Graph.of(List.of(x, y), List.of(add(x, y))));
    Value z = input("z", DType.F32, 4);
    assertThat(base)
        .isNotEqualTo(structure(List.of(y, x), add(x, y)))
        .isNotEqualTo(structure(List.of(x, y), add(x, x)))
        .isNotEqualTo(structure(List.of(x, y, z), add(x, y)))
        .isNotEqualTo(structure(List.of(x, y), add(x, y), x));
    assertThat(structure(List.of(x, input("u", DType.F32)), x))
        .isNotEqualTo(structure(List.of(x, input("u", DType.F64)), x));
    assertThat(structure(List.of(x), apply(new Scale(2), x)))
        .isNotEqualTo(structure(List.of(x), apply(new Scale(3), x)))
        .isNotEqualTo(structure(List.of(x), apply(new Flip(), x)));
  }

  @Test
  void constantsAreToldApartByTheirValues() {
    GraphStructure one = structure(List.of(), constant(Tensor.scalar(1f)));
    assertThat(one)
        .isEqualTo(structure(List.of(), constant(Tensor.scalar(1f))))
        .isNotEqualTo(structure(List.of(), constant(Tensor.scalar(2f))))
        .isNotEqualTo(structure(List.of(), constant(Tensor.scalar(1d))));
  }

  @Test
  void theOutputOfANodeThatIsUsedIsPartOfTheStructure() {
    Node halve = Node.of(new Halve(), List.of(x));
    assertThat(structure(List.of(x), halve.output(0)))
        .isNotEqualTo(structure(List.of(x), halve.output(1)));
  }

  @Test
  void variablesAreNumberedByFirstUse() {
    Variable v = new Variable("v", Tensor.of(1f));
    Variable w = new Variable("w", Tensor.of(2f));
    GraphStructure two = structure(List.of(), add(TestOps.read(v), TestOps.read(w)));
    GraphStructure swapped = structure(List.of(), add(TestOps.read(w), TestOps.read(v)));
    assertThat(two).isEqualTo(swapped);
    assertThat(two.variables()).containsExactly(v, w);
    assertThat(swapped.variables()).containsExactly(w, v);
    assertThat(two).isNotEqualTo(structure(List.of(), add(TestOps.read(v), TestOps.read(v))));
  }

  private static GraphStructure structure(List<Value> inputs, Value... outputs) {
    return GraphStructure.of(Graph.of(inputs, List.of(outputs)));
  }
}
