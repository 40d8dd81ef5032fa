// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.SAME;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.compile.Pipeline;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.exec.step.StepCodes;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of the passes from graph to graph. */
final class GraphPassTests {
  private final Value x = input("x", 2);

  private static Graph run(GraphPass pass, Value... outputs) {
    return pass.apply(Graph.of(List.of(outputs)));
  }

  private static Tensor constantOf(Value value) {
    return ((LeafOp.Constant) value.node().op()).value();
  }

  @Test
  void whatDependsOnConstantsAloneIsFolded() {
    Value c = constant(Tensor.of(1f, 2f));
    Graph folded =
        run(new FoldConstants(StepCodes::run), apply(ADD, x, apply(NEXT, apply(ADD, c, c))));
    assertThat(folded.nodes()).hasSize(3);
    assertThat(constantOf(folded.outputs().get(0).node().inputs().get(1)))
        .isEqualTo(Tensor.of(3f, 5f));
  }

  @Test
  void allOutputsOfAKernelAreFolded() {
    Node scan = Node.of(new TestOps.Scan(), List.of(constant(Tensor.of(1f, 2f, 3f))));
    Graph folded = run(new FoldConstants(StepCodes::run), scan.output(1), scan.output(0));
    assertThat(constantOf(folded.outputs().get(0))).isEqualTo(Tensor.of(6f, 5f, 3f));
    assertThat(constantOf(folded.outputs().get(1))).isEqualTo(Tensor.of(1f, 3f, 6f));
  }

  @Test
  void constantsThatWouldGrowAreLeftToTheRun() {
    Value scalar = constant(Tensor.scalar(1f));
    Value small = apply(new TestOps.Repeat(1024), scalar);
    Value large = apply(new TestOps.Repeat(1025), scalar);
    Graph folded = run(new FoldConstants(StepCodes::run), small, large, apply(NEXT, large));
    assertThat(folded.outputs().get(0).node().op()).isInstanceOf(LeafOp.Constant.class);
    assertThat(folded.outputs().get(1)).isEqualTo(large);
    assertThat(folded.outputs().get(2).node().op()).isEqualTo(NEXT);
    Value wide = constant(Tensor.zeros(DType.F32, Shape.of(3000)));
    Value sum = apply(ADD, wide, wide);
    assertThat(run(new FoldConstants(StepCodes::run), sum).outputs().get(0).node().op())
        .isInstanceOf(LeafOp.Constant.class);
    Value wider = apply(ADD, apply(NEXT, ofSize(4096)), ofSize(4096));
    Value tooWide = apply(NEXT, ofSize(4097));
    Graph bounded = run(new FoldConstants(StepCodes::run), wider, tooWide);
    assertThat(bounded.outputs().get(0).node().op()).isInstanceOf(LeafOp.Constant.class);
    assertThat(bounded.outputs().get(1)).isEqualTo(tooWide);
  }

  private static Value ofSize(int size) {
    return constant(Tensor.zeros(DType.F32, Shape.of(size)));
  }

  @Test
  void foldedSumsHaveTheBitsOfARun() {
    Value wide = constant(TestOps.random(1, DType.F32, Shape.of(5000)));
    Value sum = apply(reduce(TestOps.Combine.SUM, 0), wide);
    CompileOptions all = CompileOptions.defaults();
    assertThat(constantOf(run(new FoldConstants(StepCodes::run), sum).outputs().get(0)))
        .isEqualTo(
            Program.compile(List.of(), List.of(sum), Map.of(), all.without("fold"))
                .run()
                .getFirst());
  }

  @Test
  void anOpThatRefusesItsConstantsIsLeftToTheRun() {
    Value refused = apply(new TestOps.Picky(), constant(Tensor.of(-1f)));
    assertThat(run(new FoldConstants(StepCodes::run), refused).outputs()).containsExactly(refused);
  }

  @Test
  void inputsAndVariablesAreNotFolded() {
    Value y = apply(ADD, x, read(new Variable("w", Tensor.of(1f, 2f))));
    Graph graph = Graph.of(List.of(y));
    assertThat(new FoldConstants(StepCodes::run).apply(graph)).isSameAs(graph);
  }

  @Test
  void commonSubexpressionsAreMerged() {
    Variable w = new Variable("w", Tensor.of(1f, 2f));
    Value a = apply(ADD, apply(NEXT, x), read(w));
    Value b = apply(ADD, apply(NEXT, x), read(w));
    Graph merged = run(new CommonSubexpressions(), apply(ADD, a, b), b);
    assertThat(merged.nodes()).hasSize(5);
    Node sum = merged.outputs().get(0).node();
    assertThat(sum.inputs().get(0)).isEqualTo(sum.inputs().get(1));
    assertThat(merged.outputs().get(1)).isEqualTo(sum.inputs().get(0));
  }

  @Test
  void viewsWithEqualMapsAreMergedWhateverTheirOps() {
    Value matrix = input("m", 2, 3);
    Value swapped = apply(new TestOps.Swap(0, 1), matrix);
    Value same = apply(new TestOps.Swap(1, 0), matrix);
    Graph merged = run(new CommonSubexpressions(), apply(NEXT, swapped), apply(HALVE, same));
    assertThat(merged.nodes()).hasSize(4);
  }

  @Test
  void viewsOfDifferentShapesOrFillsAreKeptApart() {
    Value matrix = input("m", 2, 3);
    Value zeros = apply(new TestOps.Window(1, 1, 0), matrix);
    Value ones = apply(new TestOps.Window(1, 1, 1), matrix);
    Value flat = apply(new TestOps.Reshape(Shape.of(6)), matrix);
    Value tall = apply(new TestOps.Reshape(Shape.of(3, 2)), matrix);
    assertThat(run(new CommonSubexpressions(), zeros, ones, flat, tall).nodes()).hasSize(5);
  }

  @Test
  void equalConstantsAreMergedAndUnequalOnesAreNot() {
    Value plus = constant(Tensor.of(0f, 2f));
    Value same = constant(Tensor.of(0f, 2f));
    Value minus = constant(Tensor.of(-0f, 2f));
    Graph merged = run(new CommonSubexpressions(), plus, same, minus);
    assertThat(merged.outputs()).containsExactly(plus, plus, minus);
  }

  @Test
  void inputsAndVariablesOfTheSameNameAreKeptApart() {
    Value other = input("x", 2);
    Value w = read(new Variable("w", Tensor.of(1f, 2f)));
    Value v = read(new Variable("w", Tensor.of(1f, 2f)));
    Graph graph = Graph.of(List.of(apply(NEXT, x), apply(NEXT, other), w, v));
    Graph merged = new CommonSubexpressions().apply(graph);
    assertThat(merged.outputs()).containsExactlyElementsOf(graph.outputs());
    assertThat(merged.inputs()).containsExactly(x, other);
  }

  @Test
  void opsThatHandTheirInputThroughAreRemoved() {
    Value same = apply(SAME, apply(new TestOps.Reshape(Shape.of(2)), apply(SAME, x)));
    Graph direct = run(new Simplify(Pipeline.rewrites()), apply(NEXT, same), same);
    assertThat(direct.nodes()).hasSize(2);
    assertThat(direct.outputs().get(0).node().inputs()).containsExactly(x);
    assertThat(direct.outputs().get(1)).isEqualTo(x);
  }

  @Test
  void viewsThatChangeTheTypeOrOrderAreKept() {
    Value column = apply(new TestOps.Reshape(Shape.of(2, 1)), x);
    Value reversed = apply(new TestOps.Window(1, 0, 0), x);
    Graph direct = run(new Simplify(Pipeline.rewrites()), column, reversed, apply(HALVE, x));
    assertThat(direct.nodes()).hasSize(4);
  }

  @Test
  void deadNodesAreGoneAfterARewrite() {
    Value c = constant(Tensor.of(1f, 2f));
    Graph folded =
        run(new FoldConstants(StepCodes::run), apply(ADD, x, apply(ADD, c, apply(NEXT, c))));
    assertThat(folded.nodes()).noneMatch(n -> n.op().equals(NEXT)).doesNotContain(c.node());
  }
}
