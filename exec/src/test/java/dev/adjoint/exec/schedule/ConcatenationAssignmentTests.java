// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.exec.ir.Concatenation;
import dev.adjoint.exec.pass.merge.Concatenations;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tests of concatenations whose parts are computed in place. */
final class ConcatenationAssignmentTests {
  private static Value concatenated(List<Value> values) {
    return Node.of(new Concatenation(0), values).output(0);
  }

  @Test
  void partsAreComputedInTheirPlaces() {
    Value x = input("x", 3, 5);
    Value a = apply(reduce(Combine.SUM), apply(HALVE, x));
    Value b = apply(new TestOps.Swap(0, 1), apply(new TestOps.Reshape(Shape.of(5, 3)), x));
    Value y = apply(HALVE, concatenated(List.of(a, x, b)));
    Plan plan = Program.compile(List.of(x), List.of(y)).plan();
    PlanStep.Apply join =
        plan.steps().stream()
            .filter(PlanStep.Apply.class::isInstance)
            .map(PlanStep.Apply.class::cast)
            .filter(s -> s.op() instanceof Concatenation)
            .findFirst()
            .orElseThrow();
    Slot whole = plan.slots().get(join.writes().get(0));
    assertThat(plan.slots().get(join.reads().get(0)))
        .isEqualTo(new Slot(whole.kind(), DType.F32, whole.number(), 15));
    assertThat(plan.slots().get(join.reads().get(1)).kind()).isEqualTo(Slot.Kind.INPUT);
    assertThat(plan.slots().get(join.reads().get(2)))
        .isEqualTo(new Slot(whole.kind(), DType.F32, whole.number() + 30, 15));
  }

  @Test
  void aConcatenationOfNeighboursInALargerOneLiesInIt() {
    Value x = input("x", 3, 5);
    Value a = apply(reduce(Combine.SUM), apply(HALVE, x));
    Value b = apply(new TestOps.Swap(0, 1), apply(new TestOps.Reshape(Shape.of(5, 3)), x));
    Value c = Node.of(new TestOps.Scan(), List.of(x)).output(0);
    Value some = Node.of(new TestOps.Scan(), List.of(concatenated(List.of(b, c)))).output(0);
    Value all = Node.of(new TestOps.Scan(), List.of(concatenated(List.of(a, b, c)))).output(0);
    Plan plan = Program.compile(List.of(x), List.of(some, all)).plan();
    List<Slot> joins =
        plan.steps().stream()
            .filter(PlanStep.Apply.class::isInstance)
            .map(PlanStep.Apply.class::cast)
            .filter(s -> s.op() instanceof Concatenation)
            .map(s -> plan.slots().get(s.writes().get(0)))
            .sorted(Comparator.comparingInt(Slot::size))
            .toList();
    assertThat(joins).extracting(Slot::size).containsExactly(30, 45);
    assertThat(joins.get(0).number()).isEqualTo(joins.get(1).number() + 15);
  }

  /**
   * Values are read before and after they are concatenated, concatenated twice, and concatenated
   * values concatenated.
   */
  @Test
  void randomProgramsHaveTheBitsOfTheInterpreter() {
    int joins = 0;
    for (int seed = 0; seed < 400; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Value x = input("x", 4, 6);
      List<Value> values = new ArrayList<>(List.of(x));
      while (values.size() < 14) {
        Value a = values.get(random.nextInt(values.size()));
        Value b = values.get(random.nextInt(values.size()));
        Value c = values.get(random.nextInt(values.size()));
        values.add(
            switch (random.nextInt(7)) {
              case 0 -> apply(TestOps.WAVE, a);
              case 1 -> apply(ADD, a, b);
              case 2 -> Node.of(new TestOps.Scan(), List.of(a)).output(random.nextInt(2));
              case 3 -> {
                joins++;
                Value both = apply(HALVE, concatenated(List.of(a, b)));
                yield Concatenations.rows(both, random.nextInt(5), 4);
              }
              case 4 -> {
                joins++;
                yield Concatenations.rows(concatenated(List.of(a, b, a, c)), random.nextInt(13), 4);
              }
              case 5 -> {
                joins += 2;
                Value pair = apply(HALVE, concatenated(List.of(b, c)));
                Value all = concatenated(List.of(a, b, c));
                yield apply(
                    ADD,
                    Concatenations.rows(pair, random.nextInt(5), 4),
                    Concatenations.rows(all, random.nextInt(9), 4));
              }
              default -> apply(new TestOps.Window(1, 0, 0), a);
            });
      }
      List<Value> outputs = values.subList(12, 14);
      Graph graph = Graph.of(List.of(x), outputs);
      Tensor given = TestOps.random(seed, DType.F32, x.shape());
      List<Tensor> expected = Interpreter.evaluate(outputs, Map.of(x, given));
      for (String off : List.of("rewrite", "in-place", "fuse")) {
        CompileOptions options = CompileOptions.defaults().without(off);
        Program program = Program.compile(graph.inputs(), outputs, Map.of(), options);
        assertThat(program.run(given)).as("seed %s without %s", seed, off).isEqualTo(expected);
      }
    }
    assertThat(joins).isGreaterThan(400);
  }
}
