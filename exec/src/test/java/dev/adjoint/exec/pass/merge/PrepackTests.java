// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.SameBits;
import dev.adjoint.exec.TestOps.Swap;
import dev.adjoint.exec.TestProduct;
import dev.adjoint.exec.gemm.PackedPanels;
import dev.adjoint.exec.gemm.PackedProduct;
import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphVerifier;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of right operands that are packed once for many products. */
final class PrepackTests {
  private static final TestProduct PRODUCT = new TestProduct(false, false);

  private static List<Value> products(int count, int rows, Value right) {
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Shape left = Shape.of(rows, right.shape().dim(0));
      outputs.add(apply(PRODUCT, input("x" + i, new TensorType(right.dtype(), left)), right));
    }
    return outputs;
  }

  private static Graph packed(List<Value> outputs) {
    Graph graph = new Prepack().apply(Graph.of(outputs));
    GraphVerifier.verify(graph);
    return graph;
  }

  private static long count(Graph graph, Class<?> op) {
    return graph.nodes().stream().filter(n -> op.isInstance(n.op())).count();
  }

  private static void assertSameBits(List<Value> outputs) {
    SameBits.of(outputs).in(packed(outputs)).onThreads();
  }

  @Test
  void aSharedRightOperandIsPackedOnceWithTheSameBits() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Value right = apply(HALVE, input("w", TensorType.of(dtype, 530, 70)));
      List<Value> outputs = products(5, 33, right);
      assertThat(count(packed(outputs), PackedPanels.class)).isEqualTo(1);
      assertThat(count(packed(outputs), PackedProduct.class)).isEqualTo(5);
      assertSameBits(outputs);
    }
  }

  @Test
  void aTranspositionIsDoneByPacking() {
    Value right = apply(new Swap(0, 1), input("w", 50, 40));
    List<Value> outputs = products(4, 32, right);
    assertThat(count(packed(outputs), ViewOp.class)).isZero();
    assertThat(count(packed(outputs), PackedProduct.class)).isEqualTo(4);
    assertSameBits(outputs);
  }

  @Test
  void aProductOfPanelsReadsViewsOfItsLeftOperandInPlace() {
    Value right = input("w", 20, 70);
    Value panels =
        Node.of(
                PackedPanels.of(DType.F32, IndexMap.identity(right.shape())),
                ImmutableList.of(right))
            .output(0);
    IndexMap rows = IndexMap.of(Shape.of(9, 20), 40, ImmutableIntArray.of(60, 1));
    Value x = input("x", 9, 3, 20);
    Value turned = input("t", 20, 33);
    List<Value> outputs = new ArrayList<>();
    for (Value left : List.of(StridedView.view(x, rows), apply(new Swap(0, 1), turned))) {
      outputs.add(Node.of(PackedProduct.of(70), ImmutableList.of(left, panels)).output(0));
    }
    Program program = Program.compile(List.of(x, right, turned), outputs, Map.of());
    assertThat(program.plan().steps()).hasSize(3);
    SameBits.of(outputs).onThreads();
  }

  @Test
  void fewProductsAndTallOnesAndNarrowOnesPackByThemselves() {
    for (List<Value> outputs :
        List.of(
            products(3, 100, input("w", 50, 40)),
            products(8, 15, input("w", 50, 40)),
            products(4, 129, input("w", 50, 40)),
            products(4, 100, input("w", 50, 15)),
            products(4, 100, input("w", 15, 40)))) {
      Graph graph = Graph.of(outputs);
      assertThat(new Prepack().apply(graph)).isSameAs(graph);
    }
  }
}
