// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static dev.adjoint.graph.TestOps.add;
import static dev.adjoint.graph.TestOps.apply;
import static dev.adjoint.graph.TestOps.constant;
import static dev.adjoint.graph.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ops that hold graphs. */
class BodyGraphTests {
  /** Applies a body of one input and one output of the same type. */
  private record Twice(BodyGraph body) implements ControlOp {
    @Override
    public ImmutableList<BodyGraph> bodies() {
      return ImmutableList.of(body);
    }

    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.copyOf(inputs);
    }

    @Override
    public Kernel kernel(
        ImmutableList<Kernel> bodies,
        ImmutableList<TensorType> inputs,
        ImmutableList<TensorType> outputs) {
      Buffer[] between = {Buffer.allocate(inputs.getFirst().dtype(), inputs.getFirst().size())};
      return (in, out, workers) -> {
        bodies.getFirst().run(in, between, workers);
        bodies.getFirst().run(between, out, workers);
      };
    }
  }

  private static BodyGraph plus(String label, double addend) {
    Value x = input(label, DType.F32, 3);
    return BodyGraph.of(
        List.of(x), List.of(add(x, constant(Tensor.full(DType.F32, Shape.of(3), addend)))));
  }

  @Test
  void bodiesAreEqualIfTheyComputeTheSame() {
    assertThat(plus("x", 1)).isEqualTo(plus("y", 1)).hasSameHashCodeAs(plus("y", 1));
    assertThat(plus("x", 1)).isNotEqualTo(plus("x", 2));
    assertThat(new Twice(nested(1))).isEqualTo(new Twice(nested(1)));
    assertThat(new Twice(nested(1))).isNotEqualTo(new Twice(nested(2)));
  }

  /** Returns a body that holds a body. */
  private static BodyGraph nested(double addend) {
    Value x = input("x", DType.F32, 3);
    return BodyGraph.of(List.of(x), List.of(apply(new Twice(plus("z", addend)), x)));
  }

  @Test
  void theStructureOfAGraphSeesBodies() {
    assertThat(structure(1)).isEqualTo(structure(1));
    assertThat(structure(1)).isNotEqualTo(structure(2));
  }

  private static GraphStructure structure(double addend) {
    Value x = input("x", DType.F32, 3);
    return GraphStructure.of(Graph.of(List.of(apply(new Twice(plus("y", addend)), x))));
  }

  @Test
  void theListingShowsBodiesIndented() {
    Value x = input("x", DType.F32, 3);
    Graph graph = Graph.of(List.of(apply(new Twice(nested(1)), x)));
    assertThat(GraphPrinter.print(graph).replaceAll("\\[body=\\d nodes]", ""))
        .isEqualTo(
            """
            %0 = input "x" : f32[3]
            %1 = twice %0 : f32[3]
                %0 = input "x" : f32[3]
                %1 = twice %0 : f32[3]
                    %0 = input "z" : f32[3]
                    %1 = constant : f32[3]
                    %2 = add %0, %1 : f32[3]
                    return %2
                return %1
            return %1
            """);
  }

  @Test
  void aBodyStandsOnItsInputsAlone() {
    Value x = input("x", DType.F32, 3);
    Value w = TestOps.read(new Variable("w", Tensor.zeros(DType.F32, Shape.of(3))));
    assertThatThrownBy(() -> BodyGraph.of(List.of(x), List.of(add(x, w))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "graph: a body reads variable \"w\"; hand its value over as an input of the op");
    assertThatThrownBy(() -> BodyGraph.of(List.of(), List.of(x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not among the inputs");
  }

  /** Infers another type every time. */
  private static final class Growing implements KernelOp {
    private int size = 1;

    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(TensorType.of(DType.F32, size++));
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (_, _, _) -> {};
    }
  }

  @Test
  void aFaultInsideABodyIsFound() {
    Value x = input("x", DType.F32, 3);
    BodyGraph faulty = BodyGraph.of(List.of(x), List.of(apply(new Growing(), x)));
    Graph graph = Graph.of(List.of(apply(new Twice(faulty), x)));
    assertThatThrownBy(() -> GraphVerifier.verify(graph))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "graph: node 'twice[body=2 nodes] : f32[3]' has a faulty body: graph: node 'growing :"
                + " f32[1]' infers other types than when it was built: [f32[2]]");
  }

  @Test
  void laterNodesHaveLargerNumbers() {
    Value x = input("x", DType.F32, 3);
    Value y = add(x, x);
    assertThat(x.node().order()).isLessThan(y.node().order());
  }
}
