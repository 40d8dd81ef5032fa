// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans against the same steps written out one after the other. */
class ScanTests {
  private static Tensor random(long seed, DType dtype, int... dims) {
    SplittableRandom random = new SplittableRandom(seed);
    Shape shape = Shape.of(dims);
    return Tensor.of(dtype, shape, random.doubles(shape.size(), -1, 1).toArray());
  }

  static Expr leaf(long seed, DType dtype, int... dims) {
    return Expr.constant(random(seed, dtype, dims));
  }

  /** Returns what a scan returns, from a graph with as many copies of the step. */
  static Scanned unrolled(List<Expr> init, List<Expr> xs, int length, ControlFlow.Step s) {
    List<Expr> carry = init;
    List<List<Expr>> ys = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      int place = t;
      Scanned one = s.apply(carry, xs.stream().map(x -> x.select(0, place)).toList());
      carry = one.carry();
      for (int i = 0; i < one.ys().size(); i++) {
        if (t == 0) {
          ys.add(new ArrayList<>());
        }
        ys.get(i).add(one.ys().get(i));
      }
    }
    return Scanned.of(carry, ys.stream().map(y -> Expr.stack(0, y)).toList());
  }

  /** Returns carry, outputs and the gradients of a weighted sum of all that. */
  private static List<Expr> withGradients(Scanned scanned, List<Expr> by) {
    List<Expr> values = new ArrayList<>(scanned.carry());
    values.addAll(scanned.ys());
    List<Expr> weights = new ArrayList<>();
    for (Expr value : values) {
      weights.add(leaf(70 + weights.size(), value.dtype(), value.shape().dims().toArray()));
    }
    List<Expr> all = new ArrayList<>(values);
    all.addAll(Autodiff.vjp(values, by, weights));
    return all;
  }

  static List<Tensor> run(List<Expr> values) {
    return Program.compile(List.of(), values).run();
  }

  static void assertClose(List<Tensor> found, List<Tensor> expected, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    for (int k = 0; k < found.size(); k++) {
      assertThat(found.get(k).type()).isEqualTo(expected.get(k).type());
      for (int i = 0; i < found.get(k).size(); i++) {
        double value = expected.get(k).buffer().getDouble(i);
        assertThat(found.get(k).buffer().getDouble(i))
            .as("value %d, element %d", k, i)
            .isCloseTo(value, within(tolerance * Math.max(1, Math.abs(value))));
      }
    }
  }

  private record Network(Expr h0, Expr xs, Expr u, Expr w, Expr b) {
    static Network of(DType dtype, int length, int batch, int in, int width) {
      return new Network(
          leaf(1, dtype, batch, width),
          leaf(2, dtype, length, batch, in),
          leaf(3, dtype, in, width),
          leaf(4, dtype, width, width),
          leaf(5, dtype, width));
    }

    Scanned step(List<Expr> carry, List<Expr> x) {
      Expr h = x.getFirst().matmul(u).add(carry.getFirst().matmul(w)).add(b).tanh();
      return Scanned.of(h, h.mul(2));
    }

    List<Expr> all() {
      return List.of(h0, xs, u, w, b);
    }

    List<Expr> scanned() {
      return withGradients(ControlFlow.scan(List.of(h0), List.of(xs), this::step), all());
    }

    List<Expr> unrolled(int length) {
      return withGradients(ScanTests.unrolled(List.of(h0), List.of(xs), length, this::step), all());
    }
  }

  /** The gradients of what is shared are sums, here added up in another order. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void aRecurrentNetworkHasTheValuesAndGradientsOfItsStepsWrittenOut(int length) {
    Network single = Network.of(DType.F32, length, 3, 4, 5);
    List<Tensor> found = run(single.scanned());
    List<Tensor> expected = run(single.unrolled(length));
    assertThat(found.subList(0, 2)).isEqualTo(expected.subList(0, 2));
    assertClose(found, expected, 1e-6);
    Network exact = Network.of(DType.F64, length, 3, 4, 5);
    assertClose(run(exact.scanned()), run(exact.unrolled(length)), 1e-14);
  }

  @Test
  void valuesAndGradientsAreThoseOfTheInterpreter() {
    List<Expr> scanned = Network.of(DType.F64, 4, 2, 3, 2).scanned();
    assertClose(run(scanned), Interpreter.evaluate(scanned, Map.of()), 1e-14);
  }

  /** Large enough that products, loops and sums are cut into pieces. */
  @Test
  void theBitsDoNotDependOnTheNumberOfThreads() {
    List<Expr> scanned = Network.of(DType.F32, 3, 130, 70, 260).scanned();
    List<Tensor> serial = run(scanned, CompileOptions.defaults().withWorkers(Workers.SERIAL));
    for (int threads : new int[] {2, 3, 8}) {
      CompileOptions options = CompileOptions.defaults().withWorkers(WorkerPool.of(threads));
      assertThat(run(scanned, options).equals(serial)).as("%d threads", threads).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"512", "256", "128", "off"})
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void theBitsDoNotDependOnTheWidthOfVectors(String width) {
    List<Expr> scanned = Network.of(DType.F32, 3, 5, 4, 19).scanned();
    List<Tensor> expected = run(scanned);
    System.setProperty("adjoint.vector", width);
    try {
      assertThat(run(scanned)).isEqualTo(expected);
    } finally {
      System.clearProperty("adjoint.vector");
    }
  }

  @Test
  void theBitsDoNotDependOnPruning() {
    List<Expr> scanned = Network.of(DType.F32, 5, 3, 4, 5).scanned();
    CompileOptions options = CompileOptions.defaults().without("dead-outputs");
    assertThat(run(scanned, options)).isEqualTo(run(scanned));
  }

  private static List<Tensor> run(List<Expr> values, CompileOptions options) {
    return Program.compile(List.of(), values, Map.of(), options).run();
  }

  @Test
  void withoutStepsTheCarryStaysAndNothingComesOut() {
    Network none = Network.of(DType.F64, 0, 3, 4, 5);
    List<Tensor> found = run(none.scanned());
    assertThat(found.get(0)).isEqualTo(none.h0.eval());
    assertThat(found.get(1)).isEqualTo(Tensor.zeros(DType.F64, Shape.of(0, 3, 5)));
    assertThat(found.get(2)).isEqualTo(random(70, DType.F64, 3, 5));
    assertThat(found.get(4)).isEqualTo(Tensor.zeros(DType.F64, Shape.of(4, 5)));
  }

  @Test
  void aScanInAScanIsTheSameAsItsStepsWrittenOut() {
    Expr init = leaf(1, DType.F64, 2);
    Expr xs = leaf(2, DType.F64, 3, 4, 2);
    Expr w = leaf(3, DType.F64, 2);
    ControlFlow.Step inner =
        (c, x) -> {
          Expr next = c.getFirst().mul(x.getFirst()).add(w).sin();
          return Scanned.of(next, next.mul(w));
        };
    Scanned nested =
        ControlFlow.scan(
            List.of(init),
            List.of(xs),
            (c, row) -> {
              Scanned in = ControlFlow.scan(c, row, inner);
              return Scanned.of(in.carry().getFirst().mul(c.getFirst()), in.ys().getFirst());
            });
    Scanned plain =
        unrolled(
            List.of(init),
            List.of(xs),
            3,
            (c, row) -> {
              Scanned in = unrolled(c, row, 4, inner);
              return Scanned.of(in.carry().getFirst().mul(c.getFirst()), in.ys().getFirst());
            });
    List<Expr> by = List.of(init, xs, w);
    assertClose(run(withGradients(nested, by)), run(withGradients(plain, by)), 1e-14);
  }

  @Test
  void aScanWithoutMemoryOfItsCarriesComputesThemAnew() {
    Expr init = leaf(1, DType.F64, 2);
    Expr xs = leaf(2, DType.F64, 3, 2);
    Expr c = Expr.input("c", init.type());
    Expr x = Expr.input("x", init.type());
    BodyGraph body = BodyGraph.of(List.of(c, x), List.of(c.mul(x).sin()));
    List<Expr> outputs = Expr.applyAll(new Scan(body, 3, 1, 1, false), List.of(init, xs));
    Scanned plain =
        unrolled(
            List.of(init),
            List.of(xs),
            3,
            (carry, at) -> Scanned.carrying(carry.getFirst().mul(at.getFirst()).sin()));
    List<Expr> by = List.of(init, xs);
    assertClose(
        run(withGradients(Scanned.of(outputs, List.of()), by)),
        run(withGradients(plain, by)),
        1e-14);
  }

  // ---------------------------------------------------------------- what a step closes over

  @Test
  void whatAStepHasFromElsewhereIsComputedBeforeButLiteralsAreNot() {
    Expr w = leaf(1, DType.F32, 3, 3);
    Expr b = leaf(2, DType.F32, 3);
    Scanned scanned =
        ControlFlow.scan(
            List.of(leaf(3, DType.F32, 2, 3)),
            List.of(),
            4,
            (c, _) -> {
              Expr squared = w.matmul(w);
              return Scanned.carrying(c.getFirst().matmul(squared).add(b).mul(0.5));
            });
    var node = scanned.carry().getFirst().node();
    assertThat(node.inputs()).hasSize(3).contains(b);
    assertThat(node.inputs().get(1).node().op().name()).isEqualTo("matmul");
    assertThat(((Scan) node.op()).body().graph().nodes())
        .extracting(n -> n.op().name())
        .containsOnlyOnce("matmul")
        .contains("constant", "broadcastTo");
  }

  @Test
  void derivativesByWhateverAStepClosesOverAreRight() {
    Parameter p = Parameter.of("p", Tensor.of(0.5, -1.0));
    Expr constant = Expr.constant(Tensor.scalar(0.7));
    Expr repeated = constant.broadcastTo(Shape.of(2));
    Expr init = leaf(1, DType.F64, 2);
    ControlFlow.Step step =
        (c, _) ->
            Scanned.carrying(c.getFirst().mul(repeated).add(p.mul(2)).add(constant.square()).sin());
    List<Expr> by = List.of(p, constant, repeated);
    Scanned scanned = ControlFlow.scan(List.of(init), List.of(), 3, step);
    Scanned plain = unrolled(List.of(init), List.of(), 3, step);
    List<Tensor> found = run(withGradients(scanned, by));
    assertClose(found, run(withGradients(plain, by)), 1e-14);
    assertThat(found.get(3).buffer().getDouble(0)).isNotZero();
  }

  @Test
  void scansThatDoTheSameAreCompiledOnce() {
    assertThat(program(0.5).plan()).isSameAs(program(0.5).plan());
    assertThat(program(0.5).plan()).isNotSameAs(program(0.6).plan());
  }

  private static Program program(double factor) {
    Expr x = Expr.input("x", TensorType.of(DType.F32, 4, 3));
    Scanned scanned =
        ControlFlow.scan(
            List.of(leaf(1, DType.F32, 3)),
            List.of(x),
            (c, at) -> Scanned.carrying(c.getFirst().mul(factor).add(at.getFirst())));
    return Program.compile(List.of(x), scanned.carry());
  }

  // ---------------------------------------------------------------- cost

  @Test
  void whatNobodyReadsIsNotComputed() {
    Network network = Network.of(DType.F32, 4, 2, 3, 2);
    Scanned scanned = ControlFlow.scan(List.of(network.h0), List.of(network.xs), network::step);
    assertThat(outputsOfSteps(scanned.carry())).containsExactly(1);
    assertThat(outputsOfSteps(List.of(scanned.ys().getFirst()))).containsExactly(2);
    List<Expr> gradient = Autodiff.grad(scanned.carry().getFirst().sum(), network.w);
    // The last carry and the carries before each step; then the cotangent of the carry, the sum.
    assertThat(outputsOfSteps(gradient)).containsExactly(2, 2);
  }

  private static List<Integer> outputsOfSteps(List<Expr> values) {
    return Program.compile(List.of(), values).plan().steps().stream()
        .filter(s -> s instanceof PlanStep.Apply apply && apply.op() instanceof Scan)
        .map(s -> s.writes().length())
        .toList();
  }

  @Test
  void runningAgainAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Program program =
        Program.compile(
            List.of(),
            Network.of(DType.F32, 9, 6, 5, 8).scanned(),
            Map.of(),
            CompileOptions.defaults().withWorkers(Workers.SERIAL));
    Runner runner = program.runner();
    // Once the JIT compiler is through, every run must be free of it.
    long deadline = System.nanoTime() + 30_000_000_000L;
    long allocated = Long.MAX_VALUE;
    while (allocated > 0 && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20; i++) {
        runner.run();
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }

  @Test
  void aLongScanIsASmallGraph() {
    int length = 100_000;
    Expr xs = Expr.full(TensorType.of(DType.F64, length), 1);
    Expr rate = Expr.constant(DType.F64, 0);
    Scanned sum =
        ControlFlow.scan(
            List.of(rate.zerosLike()),
            List.of(xs),
            (c, x) -> Scanned.carrying(c.getFirst().mul(rate.add(1)).add(x.getFirst())));
    Expr y = sum.carry().getFirst();
    Expr dy = Autodiff.grad(y, rate).getFirst();
    assertThat(Graph.of(List.of(dy)).nodes()).hasSizeLessThan(40);
    List<Tensor> found = run(List.of(y, dy));
    assertThat(found.get(0).item()).isEqualTo(length);
    // Of Σ (1 + r)ᵏ over k < length, the derivative at r = 0 is Σ k.
    assertThat(found.get(1).item()).isEqualTo(length * (length - 1.0) / 2);
  }
}
