// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.layer.Embedding;
import dev.adjoint.nn.optimizer.transform.AccumulateGradients;
import dev.adjoint.nn.optimizer.transform.ClipByGlobalNorm;
import dev.adjoint.nn.optimizer.transform.ClipByNorm;
import dev.adjoint.nn.optimizer.transform.ClipByValue;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.nn.schedule.AdjustableRate;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table of which a step looks up few rows: which optimizers touch these alone, and that they take
 * the same steps as on the whole table.
 */
class SparseTableTests {
  private static final int ROWS = 300;
  private static final int WIDTH = 5;
  private static final int BATCH = 8;
  private static final int WORDS = 3;
  private static final Set<String> OF_ROWS = Set.of("gather", "takeRows", "writeRows");
  private static final CompileOptions DENSE = CompileOptions.defaults().without("sparse-updates");

  /** A program of some steps, with the values that they leave behind. */
  private record Trained(Plan plan, List<Tensor> values) {}

  private static Tensor table(DType dtype) {
    double[] values =
        new SplittableRandom(5).doubles((long) ROWS * WIDTH, -1, 1).map(v -> v).toArray();
    return Tensor.of(dtype, Shape.of(ROWS, WIDTH), values);
  }

  /** Numbers of words, many of them equal, and of few rows. */
  private static Tensor words(int step) {
    int[] numbers = new SplittableRandom(step).ints(BATCH * WORDS, 0, 40).map(i -> 7 * i).toArray();
    return Tensor.wrap(Shape.of(BATCH, WORDS), numbers);
  }

  private static Expr rows(Parameter table, Expr words) {
    return table.gather(0, words);
  }

  private static Trained train(
      Optimizer optimizer, DType dtype, CompileOptions options, Function<Expr[], Expr> loss) {
    Parameter table = Parameter.of("table", table(dtype));
    Parameter weight = Parameter.of("weight", Tensor.full(dtype, Shape.of(WIDTH), 0.5));
    Parameters parameters = Parameters.of(List.of(table, weight));
    OptimizerState state = optimizer.init(parameters);
    Expr words = Expr.input("words", TensorType.of(DType.I32, BATCH, WORDS));
    Expr l = loss.apply(new Expr[] {table, weight, words});
    ImmutableMap<Expr, Expr> updates =
        optimizer.update(Autodiff.grad(l, parameters.list()), state, parameters);
    Program program = Program.compile(List.of(words), List.of(l), updates, options);
    List<Tensor> values = new ArrayList<>();
    for (int step = 0; step < 4; step++) {
      values.addAll(program.run(words(step)));
    }
    updates.keySet().forEach(v -> values.add(v.eval()));
    return new Trained(program.plan(), values);
  }

  private static Expr loss(Expr... x) {
    return rows((Parameter) x[0], x[2]).mul(x[1]).tanh().square().mean();
  }

  /** Returns the steps that read or write a whole table. */
  private static Stream<PlanStep> stepsOnAllRows(Plan plan) {
    return plan.steps().stream()
        .filter(step ->
            Stream.concat(step.reads().stream().boxed(), step.writes().stream().boxed())
                .anyMatch(slot -> plan.slots().get(slot).size() >= ROWS * WIDTH))
        .filter(step -> !isOfRows(plan, step));
  }

  private static boolean isOfRows(Plan plan, PlanStep step) {
    return step instanceof PlanStep.Apply apply
        && OF_ROWS.contains(apply.op().name())
        && (apply.isInPlace() || plan.slots().get(step.writes().get(0)).size() < ROWS * WIDTH);
  }

  private static Optimizer named(String name) {
    return switch (name) {
      case "sgd" -> Sgd.of(0.5);
      case "cosine" -> Sgd.of(RateSchedule.cosine(0.5, 0.1, 9).warmUp(2));
      case "adjusted" -> Sgd.of(AdjustableRate.of(0.5));
      case "adagrad" -> Adagrad.of(0.5);
      case "clipped values" -> Sgd.of(0.5).after(new ClipByValue(0.01));
      case "lazy momentum" -> Sgd.of(0.5).withMomentum(0.9).withNesterov().lazy();
      case "lazy Adam" -> Adam.of(0.1).lazy();
      case "lazy AdamW" -> AdamW.of(0.1, 0.2).lazy();
      case "lazy RMSProp" -> RmsProp.of(0.1).lazy();
      case "lazy for tables" ->
          Adam.of(0.1).except(path -> path.equals("table"), Adam.of(0.1).lazy());
      default -> throw new AssertionError(name);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd",
        "cosine",
        "adjusted",
        "adagrad",
        "clipped values",
        "lazy momentum",
        "lazy Adam",
        "lazy AdamW",
        "lazy RMSProp",
        "lazy for tables"
      })
  void noStepTouchesTheWholeTableAndBitsAreThoseOfTheDenseForm(String name) {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Trained dense = train(named(name), dtype, DENSE, SparseTableTests::loss);
      assertThat(stepsOnAllRows(dense.plan)).isNotEmpty();
      for (int threads : new int[] {1, 3}) {
        CompileOptions options = CompileOptions.defaults().withWorkers(WorkerPool.of(threads));
        Trained sparse = train(named(name), dtype, options, SparseTableTests::loss);
        assertThat(stepsOnAllRows(sparse.plan)).as("%s", sparse.plan).isEmpty();
        assertThat(sparse.values).isEqualTo(dense.values);
      }
    }
  }

  @Test
  void theNormForClippingIsThatOfTheSelectedRows() {
    for (Optimizer optimizer :
        List.of(
            Sgd.of(0.5).after(new ClipByGlobalNorm(0.01)),
            Sgd.of(0.5).after(new ClipByNorm(0.01)))) {
      Trained sparse =
          train(optimizer, DType.F64, CompileOptions.defaults(), SparseTableTests::loss);
      Trained dense = train(optimizer, DType.F64, DENSE, SparseTableTests::loss);
      assertThat(stepsOnAllRows(sparse.plan)).as("%s", sparse.plan).isEmpty();
      for (int i = 0; i < dense.values.size(); i++) {
        assertThat(sparse.values.get(i).toDoubleArray())
            .containsExactly(dense.values.get(i).toDoubleArray(), within(1e-14));
      }
    }
  }

  @Test
  void severalLookupsOfATableAreSparse() {
    Function<Expr[], Expr> twice =
        x ->
            loss(x)
                .add(
                    rows((Parameter) x[0], x[2].slice(new int[] {0, 1}, new int[] {BATCH, 2}))
                        .mul(x[1])
                        .sum());
    assertSameAsDense(Sgd.of(0.5), twice, true);
    assertSameAsDense(Adam.of(0.5).lazy(), twice, true);
  }

  @Test
  void aPaddedWordHasNoGradient() {
    Function<Expr[], Expr> masked =
        x -> {
          Expr taken = rows((Parameter) x[0], x[2]);
          Expr isPadding = x[2].equal(7).expandDims(-1);
          return Expr.where(isPadding, 0, taken).mul(x[1]).square().sum();
        };
    assertSameAsDense(Sgd.of(0.5), masked, true);
    Trained lazy = train(AdamW.of(0.5, 0.1).lazy(), DType.F64, CompileOptions.defaults(), masked);
    double[] before = table(DType.F64).toDoubleArray();
    Tensor after = lazy.values.stream().filter(t -> t.size() == ROWS * WIDTH).toList().getLast();
    assertThat(after.getDouble(7, 0)).isEqualTo(before[7 * WIDTH]);
    assertThat(after.toDoubleArray()).isNotEqualTo(before);
  }

  @Test
  void anEmbeddingWithPaddingIsSparse() {
    Function<Expr[], Expr> padded =
        x -> new Embedding((Parameter) x[0], Optional.of(7)).apply(x[2]).mul(x[1]).square().sum();
    assertSameAsDense(Sgd.of(0.5), padded, true);
    assertSameAsDense(Adam.of(0.5).lazy(), padded, true);
  }

  @Test
  void aTableThatIsAlsoMultipliedIsDense() {
    assertSameAsDense(
        Sgd.of(0.5), x -> loss(x).add(x[0].matmul(x[1].reshape(WIDTH, 1)).square().mean()), false);
  }

  @Test
  void whatMovesOtherRowsTooIsDense() {
    for (Optimizer optimizer :
        List.of(
            Adam.of(0.1),
            Sgd.of(0.1).withMomentum(0.9),
            AdamW.of(0.1, 0.1),
            Sgd.of(0.1).averaging(0.9),
            (Optimizer) () -> new AccumulateGradients(Sgd.of(0.1).transform(), 2))) {
      assertSameAsDense(optimizer, SparseTableTests::loss, false);
    }
  }

  private static void assertSameAsDense(
      Optimizer optimizer, Function<Expr[], Expr> loss, boolean isSparse) {
    Trained now = train(optimizer, DType.F32, CompileOptions.defaults(), loss);
    assertThat(stepsOnAllRows(now.plan).findAny().isEmpty()).as("%s", now.plan).isEqualTo(isSparse);
    assertThat(now.values).isEqualTo(train(optimizer, DType.F32, DENSE, loss).values);
  }

  @Test
  void aGradientThatIsAskedForIsAWholeTable() {
    Parameter table = Parameter.of("table", table(DType.F64));
    Expr words = Expr.constant(words(1));
    Expr loss = rows(table, words).square().sum();
    Expr gradient = Autodiff.grad(loss, table).getFirst();
    assertThat(gradient.shape()).isEqualTo(table.shape());
    Expr second = Autodiff.grad(gradient.square().sum(), table).getFirst();
    int row = words(1).buffer().i32()[0];
    double count = 0;
    for (int word : words(1).buffer().i32()) {
      count += word == row ? 1 : 0;
    }
    assertThat(second.eval().getDouble(row, 2))
        .isCloseTo(8 * count * count * table.value().getDouble(row, 2), within(1e-12));
    assertThat(second.eval().getDouble(1, 2)).isZero();
  }

  @Test
  void aNumberWithoutARowIsRefusedBeforeAnythingMoves() {
    Parameter table = Parameter.of("table", table(DType.F32));
    Parameters parameters = Parameters.of(List.of(table));
    Expr words = Expr.input("words", TensorType.of(DType.I32, 2));
    Optimizer lazy = Adam.of(0.1).lazy();
    Expr loss = rows(table, words).square().sum();
    Map<Expr, Expr> updates =
        lazy.update(Autodiff.grad(loss, table), lazy.init(parameters), parameters);
    Program program = Program.compile(List.of(words), List.of(), updates);
    assertThatThrownBy(() -> program.run(Tensor.of(3, ROWS)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage(
            "gather: index 300 at position 1 is not in [0, 300); indices count from 0, clamp or"
                + " mask others");
    assertThat(table.value()).isEqualTo(table(DType.F32));
    // Without a lookup the update itself checks.
    Map<Expr, Expr> count =
        Map.of(table, table.scatterAdd(0, words, Expr.full(TensorType.of(DType.F32, 2, WIDTH), 1)));
    assertThatThrownBy(
            () -> Program.compile(List.of(words), List.of(), count).run(Tensor.of(-1, 2)))
        .hasMessage(
            "scatterAdd: index -1 at position 0 is not in [0, 300); indices count from 0, clamp or"
                + " mask others");
  }

  @Test
  void rowsOfAStateOfAnotherShapeFollowTheirFormula() {
    Optimizer lazy = Adafactor.of().lazy();
    Trained trained = train(lazy, DType.F32, CompileOptions.defaults(), SparseTableTests::loss);
    assertThat(trained.values)
        .allSatisfy(t -> assertThat(t.toDoubleArray()).doesNotContain(Double.NaN));
  }

  @Test
  void elementsOfAVectorMoveByThemselves() {
    Parameter bias = Parameter.of("bias", Tensor.of(1.0, 2.0));
    Parameters parameters = Parameters.of(List.of(bias));
    Optimizer lazy = AdamW.of(0.1, 0.5).lazy();
    Expr gradient = Expr.constant(Tensor.of(0.0, 1.0));
    Program.compile(
            List.of(), List.of(), lazy.update(List.of(gradient), lazy.init(parameters), parameters))
        .run();
    assertThat(bias.value().toDoubleArray())
        .containsExactly(new double[] {1, 2 - 0.1 * (1 + 0.5 * 2)}, within(1e-7));
  }

  @Test
  void aCountOfWordsIsUpdatedInPlace() {
    State counts = State.of("counts", Tensor.zeros(DType.F32, Shape.of(ROWS)));
    Expr words = Expr.input("words", TensorType.of(DType.I32, 4));
    Program program =
        Program.compile(
            List.of(words),
            List.of(),
            Map.of(counts, counts.scatterAdd(0, words, Expr.full(TensorType.of(DType.F32, 4), 1))));
    program.run(Tensor.of(3, 1, 3, 3));
    program.run(Tensor.of(1, 2, 4, 5));
    assertThat(counts.value().toDoubleArray()).startsWith(0, 2, 1, 3, 1, 1, 0);
    Slot last = program.plan().slots().get(program.plan().steps().getLast().writes().get(0));
    assertThat(last.kind()).isEqualTo(Slot.Kind.VARIABLE);
    assertThat(program.plan().memory().plannedBytes()).isLessThan(ROWS);
  }
}
