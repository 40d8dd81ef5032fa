// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.WAVE;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.exec.ir.ReduceFusion;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FuseLoopsTests {
  private final Value x = input("x", 4, 6);
  private final Value row = input("row", 6);

  private static List<Node> loops(Value... outputs) {
    Graph graph = Graph.of(List.of(outputs));
    Computation computation =
        new Computation(graph, outputs.length, ImmutableList.of(), ImmutableIntArray.of());
    return FuseLoops.apply(computation).graph().nodes().stream()
        .filter(n -> n.op() instanceof LoopFusion || n.op() instanceof ReduceFusion)
        .toList();
  }

  private static LoopFusion loop(Node node) {
    return node.op() instanceof ReduceFusion reduced ? reduced.loop() : (LoopFusion) node.op();
  }

  private Value repeated(Value value) {
    return apply(new TestOps.Repeat(4), value);
  }

  @Test
  void aChainWithItsBroadcastsIsOneLoop() {
    List<Node> loops = loops(apply(MUL, apply(NEXT, apply(ADD, x, repeated(row))), x));
    assertThat(loops).hasSize(1);
    assertThat(loops.getFirst().inputs()).containsExactly(x, row);
    assertThat(loop(loops.getFirst()).dims()).isEqualTo(ImmutableIntArray.of(4, 6));
    assertThat(loop(loops.getFirst()).isDense(0)).isTrue();
    assertThat(loop(loops.getFirst()).reads().get(1))
        .isEqualTo(new LoopFusion.Access(0, ImmutableIntArray.of(0, 1)));
  }

  @Test
  void axesThatNoInputTellsApartAreMerged() {
    List<Node> loops = loops(apply(NEXT, apply(NEXT, x)));
    assertThat(loop(loops.getFirst()).dims()).isEqualTo(ImmutableIntArray.of(24));
  }

  @Test
  void whatIsReadOutsideIsStoredToo() {
    Value next = apply(NEXT, x);
    List<Node> loops = loops(apply(HALVE, next), apply(reduce(TestOps.Combine.SUM, 0), next));
    assertThat(loops).hasSize(1);
    assertThat(loops.getFirst().outputTypes())
        .containsExactly(TensorType.of(DType.F32, 4, 6), TensorType.of(DType.F32, 6));
  }

  @Test
  void reductionsOfTheSameRowsAreReducedTogether() {
    Value next = apply(NEXT, x);
    List<Node> loops =
        loops(
            apply(reduce(TestOps.Combine.SUM, 1), next),
            apply(reduce(TestOps.Combine.SUM, 0), next),
            apply(reduce(TestOps.Combine.MAX, 0), apply(HALVE, next)));
    assertThat(loops).hasSize(1);
    assertThat(loops.getFirst().outputTypes())
        .containsExactly(
            TensorType.of(DType.F32, 6), TensorType.of(DType.F32, 6), TensorType.of(DType.F32, 4));
  }

  @Test
  void reductionsOfOtherRowsAreNotReducedTogether() {
    Value next = apply(WAVE, x);
    List<Node> loops =
        loops(
            apply(reduce(TestOps.Combine.SUM, 0), next),
            apply(reduce(TestOps.Combine.SUM, 0, 1), next));
    assertThat(loops).hasSize(2);
    assertThat(loops.getFirst().outputTypes())
        .containsExactly(TensorType.of(DType.F32, 4, 6), TensorType.of(DType.F32, 6));
    assertThat(loops.getLast().outputTypes()).containsExactly(TensorType.of(DType.F32));
  }

  @Test
  void middleAxesAreReducedWithWhatFeedsThem() {
    Value image = input("image", 4, 3, 10);
    Value next = apply(NEXT, image);
    List<Node> loops =
        loops(
            apply(reduce(TestOps.Combine.SUM, 0, 2), next),
            apply(reduce(TestOps.Combine.SUM, 0, 2), apply(MUL, next, image)));
    assertThat(loops).hasSize(1);
    assertThat(loops.getFirst().inputs()).containsExactly(image);
    assertThat(loops.getFirst().outputTypes())
        .containsExactly(TensorType.of(DType.F32, 3), TensorType.of(DType.F32, 3));
  }

  @Test
  void reductionsThatReadTheSameValueShareALoop() {
    List<Node> loops =
        loops(apply(reduce(TestOps.Combine.SUM, 1), x), apply(reduce(TestOps.Combine.MAX, 1), x));
    assertThat(loops).hasSize(1);
    assertThat(loops.getFirst().inputs()).containsExactly(x);
  }

  @Test
  void aReductionOfAReductionIsALoopOfItsOwn() {
    Value sums = apply(reduce(TestOps.Combine.SUM, 1), apply(NEXT, x));
    List<Node> loops = loops(apply(reduce(TestOps.Combine.MAX, 0), sums));
    assertThat(loops).hasSize(2);
    assertThat(loops.getFirst().outputTypes()).containsExactly(TensorType.of(DType.F32, 4));
  }

  @Test
  void aLoopWithReductionsOverwritesWhatItReadsLast() {
    Value next = apply(WAVE, x);
    Value centred = apply(SUB, next, repeated(apply(reduce(TestOps.Combine.SUM, 0), next)));
    Value scanned = Node.of(new TestOps.Scan(), List.of(centred)).output(0);
    Value sum = apply(reduce(TestOps.Combine.SUM, 1), centred);
    Program program = Program.compile(List.of(x), List.of(scanned, sum), Map.of());
    PlanStep.Apply second = (PlanStep.Apply) program.plan().steps().get(1);
    assertThat(second.op()).isInstanceOf(ReduceFusion.class);
    assertThat(second.isInPlace()).isTrue();
  }

  @Test
  void whatIsCheapIsComputedAgainRatherThanStored() {
    Value centred = apply(SUB, x, repeated(apply(reduce(TestOps.Combine.SUM, 0), x)));
    Value squares = apply(reduce(TestOps.Combine.SUM, 0), apply(MUL, centred, centred));
    List<Node> loops = loops(apply(MUL, centred, repeated(squares)));
    assertThat(loops).hasSize(3);
    assertThat(loops.get(1).outputTypes()).containsExactly(TensorType.of(DType.F32, 6));
    assertThat(loops.get(2).inputs())
        .containsExactly(x, loops.get(0).output(0), loops.get(1).output(0));
  }

  @Test
  void whatOneLaterLoopAloneNeedsIsComputedThere() {
    Value chain = x;
    for (int i = 0; i < 5; i++) {
      chain = apply(MUL, apply(NEXT, chain), x);
    }
    Value sum = apply(reduce(TestOps.Combine.SUM, 0), apply(HALVE, x));
    List<Node> loops = loops(apply(MUL, chain, repeated(sum)));
    assertThat(loops).hasSize(2);
    assertThat(loops.get(0).outputTypes()).containsExactly(TensorType.of(DType.F32, 6));
    assertThat(loops.get(1).inputs()).containsExactly(x, loops.get(0).output(0));
  }

  @Test
  void whatIsNeededInMemoryAnywayIsReadFromThere() {
    Value centred = apply(SUB, x, repeated(apply(reduce(TestOps.Combine.SUM, 0), x)));
    Value squares = apply(reduce(TestOps.Combine.SUM, 0), apply(MUL, centred, centred));
    List<Node> loops = loops(apply(MUL, centred, repeated(squares)), centred);
    assertThat(loops).hasSize(3);
    assertThat(loops.get(1).outputTypes()).contains(TensorType.of(DType.F32, 4, 6));
    assertThat(loops.get(2).inputs()).contains(loops.get(1).output(0)).doesNotContain(x);
  }

  @Test
  void viewsInTheSameOrderAreReadThrough() {
    Value flat = apply(new TestOps.Reshape(Shape.of(24)), apply(NEXT, x));
    assertThat(loops(apply(new TestOps.Reshape(Shape.of(2, 12)), apply(HALVE, flat)))).hasSize(1);
  }

  @Test
  void aConstantNumberBecomesALiteral() {
    List<Node> loops = loops(apply(MUL, row, apply(new TestOps.Repeat(6), constant(scalar(3)))));
    assertThat(loops.getFirst().inputs()).containsExactly(row);
    assertThat(loop(loops.getFirst()).body().steps())
        .anyMatch(s -> s.instruction() == Instruction.CONSTANT && s.floating() == 3);
  }

  private static Tensor scalar(float value) {
    return Tensor.scalar(value);
  }

  @Test
  void loopsDoNotJoinAroundWhatStandsBetween() {
    Value next = apply(NEXT, x);
    Value sum = apply(reduce(TestOps.Combine.SUM, 0), next);
    List<Node> loops = loops(apply(SUB, next, repeated(sum)));
    assertThat(loops).hasSize(2);
  }

  @Test
  void aLoopDoesNotReadOtherElementsOfItself() {
    Value square = input("square", 5, 5);
    Value next = apply(NEXT, square);
    assertThat(loops(apply(ADD, next, apply(new TestOps.Swap(0, 1), next)))).hasSize(2);
  }

  @Test
  void aTransposeIsReadThroughByOneReaderOnly() {
    Value swapped = apply(new TestOps.Swap(0, 1), x);
    List<Node> one = loops(apply(NEXT, swapped));
    assertThat(one.getFirst().inputs()).containsExactly(x);
    List<Node> both = loops(apply(NEXT, swapped), apply(HALVE, swapped));
    assertThat(both).hasSize(1);
    assertThat(both.getFirst().inputs()).containsExactly(swapped);
  }

  @Test
  void readersOfTheSameValueShareALoop() {
    List<Node> loops = loops(apply(NEXT, x), apply(HALVE, x));
    assertThat(loops).hasSize(1);
    assertThat(loops.getFirst().inputs()).containsExactly(x);
  }

  @Test
  void extentsThatInterlockMakeTwoLoops() {
    Value four = apply(new TestOps.Reshape(Shape.of(24)), repeated(row));
    Value six =
        apply(new TestOps.Reshape(Shape.of(24)), apply(new TestOps.Repeat(6), input("c", 4)));
    List<Node> loops = loops(apply(ADD, apply(NEXT, four), apply(NEXT, six)));
    assertThat(loops).hasSize(2);
    assertThat(LoopLayout.refine(ImmutableIntArray.of(4, 6), ImmutableIntArray.of(6, 4))).isEmpty();
    assertThat(LoopLayout.refine(ImmutableIntArray.of(4, 6), ImmutableIntArray.of(2, 12)))
        .contains(ImmutableIntArray.of(2, 2, 6));
  }

  @Test
  void equalLoopsOnOtherValuesAreEqual() {
    Value y = input("y", 4, 6);
    List<Node> loops =
        loops(
            apply(reduce(TestOps.Combine.SUM, 0), apply(HALVE, apply(NEXT, x))),
            apply(reduce(TestOps.Combine.SUM, 0), apply(HALVE, apply(NEXT, y))));
    assertThat(loops).hasSize(2);
    assertThat(loops.get(0).op()).isEqualTo(loops.get(1).op());
  }

  @Test
  void anOptimizerUpdateIsOneLoopInPlace() {
    Map<Value, Value> updates = new LinkedHashMap<>();
    for (int i = 0; i < 2; i++) {
      Value p = read(new Variable("p" + i, Tensor.zeros(DType.F32, Shape.of(4, 6))));
      Value m = read(new Variable("m" + i, Tensor.zeros(DType.F32, Shape.of(4, 6))));
      Value v = read(new Variable("v" + i, Tensor.zeros(DType.F32, Shape.of(4, 6))));
      Value g = x;
      Value mean = apply(ADD, apply(HALVE, m), apply(HALVE, g));
      Value square = apply(ADD, apply(HALVE, v), apply(MUL, g, g));
      updates.put(m, mean);
      updates.put(v, square);
      updates.put(p, apply(SUB, p, apply(MUL, mean, square)));
    }
    Program program = Program.compile(List.of(x), List.of(), updates);
    assertThat(program.plan().steps()).hasSize(1);
    PlanStep.Apply step = (PlanStep.Apply) program.plan().steps().getFirst();
    assertThat(step.isInPlace()).isTrue();
    assertThat(step.writes().length()).isEqualTo(6);
    assertThat(program.plan().memory().plannedBytes()).isZero();
  }

  @Test
  void aVariableThatIsReadInOtherOrderIsNotOverwritten() {
    Variable w = new Variable("w", Tensor.of(1f, 2f, 3f, 4f).reshape(2, 2));
    Value old = read(w);
    Value next = apply(ADD, apply(new TestOps.Swap(0, 1), old), old);
    Program program = Program.compile(List.of(), List.of(), Map.of(old, next));
    program.run();
    assertThat(w.value()).isEqualTo(Tensor.of(2f, 5f, 5f, 8f).reshape(2, 2));
    assertThat(program.plan().steps()).hasSize(2);
  }
}
