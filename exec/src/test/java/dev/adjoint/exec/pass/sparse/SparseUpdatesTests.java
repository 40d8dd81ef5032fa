// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.sparse;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.mean;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.TestOps.Body;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.exec.TestOps.Repeat;
import dev.adjoint.exec.TestOps.Reshape;
import dev.adjoint.exec.TestScatter;
import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tests of updates that touch the selected rows of a table alone. */
final class SparseUpdatesTests {
  private static final int ROWS = 60;
  private static final int WIDTH = 3;
  private static final int COUNT = 9;
  private static final String PASS = "sparse-updates";
  private static final Body SQUARE = new Body("square", x -> x.get(0).mul(x.get(0)));
  private static final Body QUOTIENT =
      new Body("quotient", x -> x.get(0).div(x.get(1).sqrt().add(0.1)));
  private static final Body NOT_ZERO =
      new Body("notZero", x -> x.get(0).equal(x.get(0).like(0)).not());
  private static final Body CHOOSE = new Body("choose", x -> x.get(0).select(x.get(1), x.get(2)));

  private final Variable table = new Variable("p", table(1));
  private final Variable sums = new Variable("n", table(2));
  private final Value p = Node.of(new LeafOp.Read(table), List.of()).output(0);
  private final Value n = Node.of(new LeafOp.Read(sums), List.of()).output(0);
  private final Value at = input("at", new TensorType(DType.I32, Shape.of(COUNT)));
  private final Value dy = input("dy", COUNT, WIDTH);
  private final Value rate = input("rate");

  private static Tensor table(int seed) {
    double[] numbers = new SplittableRandom(seed).doubles((long) ROWS * WIDTH, 0.1, 2).toArray();
    return Tensor.of(DType.F32, Shape.of(ROWS, WIDTH), numbers);
  }

  private static Value splat(double number) {
    return apply(
        new Repeat(ROWS),
        apply(new Repeat(WIDTH), constant(Tensor.full(DType.F32, Shape.of(), number))));
  }

  private static Value scatter(Value indices, Value updates) {
    return apply(new TestScatter(0), splat(0), indices, updates);
  }

  private static Value everywhere(Value number) {
    return apply(StridedView.of(Shape.of(ROWS, WIDTH), 0, new int[] {0, 0}), number);
  }

  private Value descent(Value gradient) {
    return apply(SUB, p, apply(MUL, everywhere(rate), gradient));
  }

  /** Returns the program of one output or none, and next values of the table and the sums. */
  private Program program(CompileOptions options, List<Value> outputs, Value... next) {
    Map<Value, Value> updates = new LinkedHashMap<>();
    updates.put(p, next[0]);
    if (next.length > 1) {
      updates.put(n, next[1]);
    }
    return Program.compile(List.of(at, dy, rate), outputs, updates, options);
  }

  private static Tensor[] arguments(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Tensor[] {
      Tensor.of(random.ints(COUNT, 0, 12).map(i -> 5 * i).toArray()),
      Tensor.of(DType.F32, Shape.of(COUNT, WIDTH), random.doubles(COUNT * WIDTH, -1, 1).toArray()),
      Tensor.of(DType.F32, Shape.of(), new double[] {0.125})
    };
  }

  /** Returns whether no step reads or writes a whole table but in place. */
  private static boolean isSparse(Plan plan) {
    return plan.steps().stream().noneMatch(step -> touchesAll(plan, step));
  }

  private static boolean touchesAll(Plan plan, PlanStep step) {
    if (!(step instanceof PlanStep.Apply apply)) {
      return plan.slots().get(step.reads().get(0)).size() >= ROWS;
    }
    boolean isOfRows = apply.op().name().equals("takeRows");
    boolean isInPlace = apply.op().name().equals("writeRows") && apply.isInPlace();
    boolean readsAll = apply.reads().stream().anyMatch(s -> isTable(plan.slots().get(s)));
    boolean writesAll = apply.writes().stream().anyMatch(s -> isTable(plan.slots().get(s)));
    return (readsAll || writesAll) && !isOfRows && !isInPlace;
  }

  private static boolean isTable(Slot slot) {
    return slot.size() == ROWS * WIDTH;
  }

  /** Asserts that a step is sparse, and equal to the dense one to the bit when it runs again. */
  private void assertSparse(Value... next) {
    for (int threads : new int[] {1, 3}) {
      CompileOptions options = CompileOptions.defaults().withWorkers(WorkerPool.of(threads));
      Program sparse = program(options, List.of(), next);
      assertThat(isSparse(sparse.plan())).as("%s", sparse.plan()).isTrue();
      assertThat(run(sparse)).isEqualTo(run(program(options.without(PASS), List.of(), next)));
    }
  }

  private List<Tensor> run(Program program) {
    table.set(table(1));
    sums.set(table(2));
    for (int step = 0; step < 3; step++) {
      program.run(arguments(step));
    }
    return List.of(table.value(), sums.value());
  }

  private void assertDense(List<Value> outputs, Value... next) {
    Program program = program(CompileOptions.defaults(), outputs, next);
    assertThat(isSparse(program.plan())).as("%s", program.plan()).isFalse();
    assertThat(program.plan().toString()).doesNotContain("Rows");
  }

  @Test
  void plainDescentTouchesTheSelectedRowsAlone() {
    assertSparse(descent(scatter(at, dy)));
  }

  @Test
  void aSumOfSquaresIsKeptForSelectedRows() {
    Value gradient = scatter(at, dy);
    Value next = apply(ADD, n, apply(SQUARE, gradient));
    assertSparse(descent(apply(QUOTIENT, gradient, next)), next);
  }

  @Test
  void aMomentumThatWaitsForRowsIsSparse() {
    Value gradient = scatter(at, dy);
    Value any = apply(reduce(Combine.MAX, 1), apply(SQUARE, gradient));
    Value moves = apply(NOT_ZERO, any);
    Value all = apply(StridedView.of(Shape.of(ROWS, WIDTH), 0, new int[] {1, 0}), moves);
    Value momentum = apply(CHOOSE, all, apply(ADD, apply(HALVE, n), gradient), n);
    assertSparse(descent(apply(CHOOSE, all, momentum, splat(0))), momentum);
  }

  @Test
  void severalLookupsAddTheirRows() {
    Value second = apply(StridedView.of(Shape.of(4), 8, new int[] {-2}), at);
    Value more = apply(StridedView.of(Shape.of(4, WIDTH), 0, new int[] {1, 1}), dy);
    Value both = apply(ADD, scatter(at, dy), scatter(second, more));
    assertSparse(descent(both));
    assertSparse(descent(apply(new TestScatter(0), scatter(at, dy), second, more)));
    assertSparse(apply(new TestScatter(0), p, at, dy));
  }

  @Test
  void twoStepsInOneProgramAreSparse() {
    Value first = descent(scatter(at, dy));
    Value row = apply(StridedView.of(Shape.of(COUNT, WIDTH), 15, new int[] {0, 1}), first);
    Value next = apply(SUB, first, scatter(at, apply(ADD, dy, row)));
    table.set(table(1));
    Program program = program(CompileOptions.defaults(), List.of(), next);
    List<Tensor> sparse = run(program);
    assertThat(program.plan().toString()).contains("writeRows");
    CompileOptions dense = CompileOptions.defaults().without(PASS);
    assertThat(sparse).isEqualTo(run(program(dense, List.of(), next)));
  }

  @Test
  void aSumOverAllRowsIsOneOverTheSelected() {
    Value gradient = scatter(at, dy);
    Value norm = apply(reduce(Combine.SUM, 0, 1), apply(SQUARE, gradient));
    Value next = descent(apply(MUL, everywhere(norm), gradient));
    Program sparse = program(CompileOptions.defaults(), List.of(norm), next);
    assertThat(isSparse(sparse.plan())).as("%s", sparse.plan()).isTrue();
    CompileOptions options = CompileOptions.defaults().without(PASS);
    Program dense = program(options, List.of(norm), next);
    Tensor expected = dense.run(arguments(1)).getFirst();
    assertThat(sparse.run(arguments(1)).getFirst().buffer().getDouble(0))
        .isCloseTo(expected.buffer().getDouble(0), within(1e-5));
  }

  @Test
  void otherSumsNeedAllRows() {
    Value gradient = scatter(at, dy);
    for (Value all :
        List.of(
            apply(reduce(Combine.MAX, 0, 1), gradient),
            apply(reduce(Combine.SUM_OF_SQUARES, 0, 1), gradient),
            apply(mean(0, 1), gradient))) {
      assertDense(List.of(all), descent(gradient));
    }
  }

  @Test
  void rowsThatChangeWithoutAGradientMakeItDense() {
    Value gradient = scatter(at, dy);
    Value momentum = apply(ADD, apply(HALVE, n), gradient);
    assertDense(List.of(), descent(momentum), momentum);
    assertDense(List.of(), descent(apply(ADD, gradient, apply(HALVE, p))));
    Body quotient = new Body("quotient", x -> x.get(0).div(x.get(0)));
    assertDense(List.of(), descent(apply(quotient, gradient)));
  }

  @Test
  void aGradientThatIsAskedForIsDense() {
    Value gradient = scatter(at, dy);
    assertDense(List.of(gradient), descent(gradient));
    assertDense(List.of(apply(new Reshape(Shape.of(ROWS * WIDTH)), gradient)), descent(gradient));
  }

  @Test
  void anotherAxisAndManyIndicesAreDense() {
    Value many = apply(StridedView.of(Shape.of(ROWS / 2 + 1), 0, new int[] {0}), at);
    Value updates = apply(StridedView.of(Shape.of(ROWS / 2 + 1, WIDTH), 0, new int[] {0, 1}), dy);
    assertDense(List.of(), descent(scatter(many, updates)));
    Value columns = apply(StridedView.of(Shape.of(2), 0, new int[] {0}), at);
    Value narrow = apply(StridedView.of(Shape.of(ROWS, 2), 0, new int[] {0, 1}), dy);
    Value gradient = apply(new TestScatter(1), splat(0), columns, narrow);
    assertDense(List.of(), descent(gradient));
  }

  @Test
  void indicesThatFollowFromAScatterAreTakenAsTheyAre() {
    Value found = apply(new Body("index", x -> x.get(0).cast(DType.I32).mul(0)), scatter(at, dy));
    Value second = apply(StridedView.of(Shape.of(COUNT), 0, new int[] {1}), found);
    Value next = descent(scatter(second, dy));
    CompileOptions dense = CompileOptions.defaults().without(PASS);
    assertThat(run(program(CompileOptions.defaults(), List.of(), next)))
        .isEqualTo(run(program(dense, List.of(), next)));
  }

  @Test
  void anIndexOutOfRangeIsTheScattersErrorBeforeAnythingChanges() {
    Program program = program(CompileOptions.defaults(), List.of(), descent(scatter(at, dy)));
    for (int wrong : new int[] {-1, ROWS}) {
      Tensor[] arguments = arguments(0);
      arguments[0] = Tensor.of(0, 1, 2, 3, 4, 5, 6, wrong, 8);
      assertThatThrownBy(() -> program.run(arguments))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("scatter: row");
      assertThat(table.value()).isEqualTo(table(1));
    }
  }

  @Test
  void aRateThatIsNotFiniteReachesTheSelectedRows() {
    Program program = program(CompileOptions.defaults(), List.of(), descent(scatter(at, dy)));
    Tensor[] arguments = arguments(0);
    arguments[2] = Tensor.full(DType.F32, Shape.of(), Double.NaN);
    program.run(arguments);
    int selected = arguments[0].buffer().i32()[0];
    assertThat(table.value().buffer().getDouble(selected * WIDTH)).isNaN();
    assertThat(table.value().buffer().getDouble(WIDTH))
        .isEqualTo(table(1).buffer().getDouble(WIDTH));
  }
}
