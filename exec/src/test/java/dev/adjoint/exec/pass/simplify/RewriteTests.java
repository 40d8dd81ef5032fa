// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.mean;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Lists;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.exec.TestOps.Repeat;
import dev.adjoint.exec.TestOps.Reshape;
import dev.adjoint.exec.TestOps.Swap;
import dev.adjoint.exec.TestOps.Window;
import dev.adjoint.exec.compile.Pipeline;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphVerifier;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Tests of each row of the table, and of what is not in it. */
final class RewriteTests {
  private static final ImmutableListMultimap<String, Value> EXAMPLES = Examples.all();

  /** The families that may round otherwise. */
  private static final String[] INEXACT =
      Pipeline.rewrites().stream()
          .filter(row -> !row.isExact())
          .map(row -> row.pass())
          .toArray(String[]::new);

  private final Value x = input("x", 20);

  @Test
  void everyRowHasExamplesAndEveryExampleARow() {
    assertThat(Lists.transform(Pipeline.rewrites(), Rewrite::name))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(EXAMPLES.keySet());
  }

  /**
   * By how much a row that rounds may be off, the tests of its own say: {@code FactorRulesTests}…
   */
  @TestFactory
  Stream<DynamicTest> everyRowRewritesItsExamplesAndKeepsTheirBits() {
    return Pipeline.rewrites().stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.name(),
                () -> {
                  for (Value value : EXAMPLES.get(row.name())) {
                    check(row, value);
                  }
                }));
  }

  private static void check(Rewrite row, Value value) {
    Graph graph = Graph.of(List.of(value));
    Graph rewritten = row.apply(graph);
    GraphVerifier.verify(rewritten);
    assertThat(rewritten.outputs()).as("%s", graph).isNotEqualTo(graph.outputs());
    if (!row.isExact()) {
      return;
    }
    Map<Value, Tensor> given = Bodies.given(graph);
    List<Tensor> expected = Interpreter.evaluate(graph.outputs(), given);
    String both = graph + "\n→\n" + rewritten;
    assertThat(Interpreter.evaluate(rewritten.outputs(), given)).as(both).isEqualTo(expected);
    Tensor[] arguments = graph.inputs().stream().map(given::get).toArray(Tensor[]::new);
    CompileOptions exact = CompileOptions.defaults().without(INEXACT);
    for (String off : List.of("reuse", "rewrite", row.pass())) {
      CompileOptions options = exact.without(off);
      Program program = Program.compile(graph.inputs(), graph.outputs(), Map.of(), options);
      assertThat(program.run(arguments)).as("%s without %s", both, off).isEqualTo(expected);
    }
  }

  /** Random graphs have no products, no control flow, no other kernels that could be rewritten. */
  @Test
  void randomGraphsMeetEveryRowButThoseOfKernels() {
    Set<String> met = new TreeSet<>();
    for (int seed = 0; seed < 500; seed++) {
      Graph graph = RandomGraph.of(seed, 40);
      for (Rewrite row : Pipeline.rewrites()) {
        if (!met.contains(row.name()) && row.apply(graph) != graph) {
          met.add(row.name());
        }
      }
    }
    assertThat(Lists.transform(Pipeline.rewrites(), Rewrite::name))
        .filteredOn(name -> !met.contains(name))
        .containsExactly(
            "stated-expansion",
            "view-into-kernel",
            "transposed-read",
            "view-out-of-kernel",
            "unread-output",
            "sparse-updates",
            "batched-accumulations",
            "merged-matmuls",
            "hoisted-slices",
            "prepacked-operand",
            "row-partitions");
  }

  private static void leftAlone(Value... values) {
    for (Value value : values) {
      Graph graph = Graph.of(List.of(value));
      assertThat(Rewrites.apply(Pipeline.rewrites(), graph)).as("%s", graph).isSameAs(graph);
    }
  }

  private Value splat(double number) {
    return Bodies.splat(DType.F32, Shape.of(20), number);
  }

  @Test
  void arithmeticThatIsNotExactIsLeftAlone() {
    leftAlone(
        apply(ADD, x, splat(0)),
        apply(SUB, x, splat(-0.0)),
        apply(SUB, splat(0), x),
        apply(MUL, x, splat(0)),
        apply(SUB, x, x),
        apply(Bodies.DIV, x, x),
        apply(Bodies.DIV, x, splat(3)),
        apply(Bodies.DIV, x, splat(0)),
        apply(Bodies.DIV, x, splat(Double.POSITIVE_INFINITY)),
        apply(Bodies.DIV, x, splat(Float.MIN_VALUE)),
        apply(Bodies.DIV, x, splat(0x1p127)),
        apply(Bodies.NEG, apply(SUB, x, input("y", 20))),
        apply(ADD, x, constant(TestOps.random(1, DType.F32, Shape.of(20)))));
  }

  @Test
  void integerQuotientsOfNegationsAreLeftAlone() {
    Value a = apply(Bodies.NEG, input("a", new TensorType(DType.I32, Shape.of(3))));
    Value b = apply(Bodies.NEG, input("b", new TensorType(DType.I32, Shape.of(3))));
    leftAlone(apply(Bodies.DIV, a, b));
  }

  @Test
  void castsThatLoseAreLeftAlone() {
    Value wide = input("a", new TensorType(DType.F64, Shape.of(3)));
    Value whole = input("b", new TensorType(DType.I64, Shape.of(3)));
    leftAlone(
        apply(Bodies.cast(DType.F64), apply(Bodies.cast(DType.F32), wide)),
        apply(Bodies.cast(DType.I64), apply(Bodies.cast(DType.F64), whole)),
        apply(Bodies.cast(DType.F32), apply(Bodies.cast(DType.I32), x)));
  }

  @Test
  void viewsThatStridesCannotSayAreLeftAlone() {
    Value matrix = input("m", 4, 6);
    leftAlone(
        apply(new Reshape(Shape.of(24)), apply(new Swap(0, 1), matrix)),
        apply(new Swap(0, 1), apply(new Window(1, 2, 0), matrix)));
  }

  @Test
  void whatIsReadOtherwiseTooIsWrittenAsItIs() {
    Value negated = apply(new GraphExamples.Negated(false), input("m", 4, 6));
    Value swapped = apply(new Swap(0, 1), negated);
    Graph graph = Graph.of(List.of(swapped, apply(Bodies.ABS, negated)));
    assertThat(Rewrites.apply(Pipeline.rewrites(), graph)).isSameAs(graph);
    leftAlone(
        apply(new Reshape(Shape.of(24)), negated),
        apply(new Window(1, 2, 0), negated),
        apply(new Repeat(2), negated));
  }

  @Test
  void elementsAreMovedBeforeTheyAreRepeated() {
    leftAlone(apply(new Repeat(9), apply(new Swap(0, 1), input("m", 4, 6))));
  }

  @Test
  void sumsOfRepetitionsAreLeftAlone() {
    Value repeated = apply(new Repeat(50), x);
    leftAlone(apply(reduce(Combine.SUM, 0), repeated), apply(mean(0), repeated));
  }

  @Test
  void whatSavesLittleIsNotHoisted() {
    int times = (20 + BroadcastSinkingRules.SAVED) / 20;
    leftAlone(apply(Bodies.EXP, apply(new Repeat(times), x)));
    Value y = apply(Bodies.EXP, apply(new Repeat(times + 1), x));
    assertThat(Rewrites.apply(Pipeline.rewrites(), Graph.of(List.of(y))).outputs().getFirst())
        .extracting(v -> v.node().op())
        .isEqualTo(new Repeat(times + 1));
  }

  @Test
  void theSumOfOneElementIsNotThatElement() {
    Value sum = apply(reduce(Combine.SUM, 0), input("x", 1));
    Program program = Program.compile(Graph.of(List.of(sum)).inputs(), List.of(sum));
    assertThat(program.run(Tensor.of(-0f))).containsExactly(Tensor.scalar(0f));
  }

  @Test
  void whatARewriteMakesIsRewrittenAgain() {
    Value minus = apply(Bodies.NEG, apply(MUL, x, splat(-1)));
    Value repeated = apply(new Repeat(50), apply(new Repeat(3), minus));
    Value y = apply(reduce(Combine.MAX, 0, 1), apply(Bodies.ABS, repeated));
    Graph simple = Rewrites.apply(Pipeline.rewrites(), Graph.of(List.of(y)));
    assertThat(simple.nodes()).as("%s", simple).hasSize(2);
    assertThat(simple.outputs().getFirst().node().op()).isEqualTo(Bodies.ABS);
  }

  @Test
  @Timeout(120)
  void longChainsAreRewrittenInLinearTime() {
    Value one = Bodies.splat(DType.F32, Shape.of(2, 100), 1);
    Value matrix = input("m", 2, 100);
    Value y = apply(new Repeat(2), input("r", 100));
    for (int i = 0; i < 30_000; i++) {
      y = apply(MUL, apply(new Swap(0, 1), apply(new Swap(0, 1), apply(Bodies.NEG, y))), one);
    }
    Graph simple = Rewrites.apply(Pipeline.rewrites(), Graph.of(List.of(apply(ADD, y, matrix))));
    assertThat(simple.nodes()).hasSize(4);
  }
}
