// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.OpCatalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** What every graph of catalog ops must have. */
class RandomGraphProperties {
  private static final List<Workers> WORKERS =
      List.of(WorkerPool.of(2), WorkerPool.of(3), WorkerPool.of(8));

  private static final List<String> WIDTHS = List.of("auto", "256", "128", "off");

  @Property(tries = 300)
  void compiledAndInterpretedValuesAgree(
      @ForAll @IntRange(min = 1, max = 30) int ops, @ForAll long seed) {
    RandomGraph graph = RandomGraph.of(OpCatalog.ops(), ops, seed);
    List<Expr> inputs = inputs(graph);
    List<Expr> outputs = graph.results(inputs);
    Map<Expr, Tensor> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(inputs.get(i), graph.point().get(i));
    }
    List<Tensor> interpreted = Interpreter.evaluate(outputs, values);
    CompileOptions options = CompileOptions.defaults().without("factors");
    List<Tensor> compiled = Program.compile(inputs, outputs, Map.of(), options).run(graph.point());
    Map<Node, Agreement> agreements = agreements(outputs);
    double largest = 1;
    for (int i = 0; i < outputs.size(); i++) {
      Tensor expected = interpreted.get(i);
      largest = Math.max(largest, largest(expected));
      switch (agreements.get(outputs.get(i).node())) {
        case EXACT -> assertThat(compiled.get(i)).isEqualTo(expected);
        case ROUNDED -> assertClose(compiled.get(i), expected, 1e-9 * largest);
        case LOST -> assertThat(compiled.get(i).type()).isEqualTo(expected.type());
      }
    }
  }

  /** How near the compiled value of a node must be to the interpreted one. */
  private enum Agreement {
    /** The same bits. */
    EXACT,
    /** The same but for rounding: it depends on an op that may add in another order. */
    ROUNDED,
    /** Anything: it depends on a step, such as a comparison, at something that was rounded. */
    LOST
  }

  private static Map<Node, Agreement> agreements(List<Expr> outputs) {
    Map<Node, Agreement> known = new HashMap<>();
    for (Node node : Graph.of(outputs).nodes()) {
      Agreement worst =
          node.op() instanceof ReductionOp || node.op() instanceof KernelOp
              ? Agreement.ROUNDED
              : Agreement.EXACT;
      for (Value input : node.inputs()) {
        Agreement of = known.get(input.node());
        boolean broken = of == Agreement.ROUNDED && isStep(node, input);
        worst = Collections.max(List.of(worst, broken ? Agreement.LOST : of));
      }
      known.put(node, worst);
    }
    return known;
  }

  /** Returns whether a small change of an input makes no small change of the output. */
  private static boolean isStep(Node node, Value input) {
    Expr y = Expr.of(node.output(0));
    if (!y.dtype().isFloating() || !input.dtype().isFloating()) {
      return true;
    }
    Expr dy = Expr.input("dy", y.type());
    Expr dx = Autodiff.vjp(List.of(y), List.of(Expr.of(input)), List.of(dy)).getFirst();
    return !Graph.of(List.of(dx)).nodes().contains(dy.node());
  }

  private static double largest(Tensor tensor) {
    return Arrays.stream(tensor.toDoubleArray())
        .filter(Double::isFinite)
        .map(Math::abs)
        .max()
        .orElse(0);
  }

  private static void assertClose(Tensor actual, Tensor expected, double bound) {
    assertThat(actual.type()).isEqualTo(expected.type());
    double[] want = expected.toDoubleArray();
    double[] got = actual.toDoubleArray();
    for (int i = 0; i < want.length; i++) {
      assertThat(Math.abs(got[i] - want[i]) <= bound || Double.compare(got[i], want[i]) == 0)
          .as("element %d of %s: %s, interpreted %s", i, expected.type(), got[i], want[i])
          .isTrue();
    }
  }

  @Property(tries = 60)
  void valuesAndGradientsHaveTheSameBitsOnAnyThreadsAndVectors(
      @ForAll @IntRange(min = 1, max = 20) int ops, @ForAll long seed) {
    RandomGraph graph = RandomGraph.of(OpCatalog.ops(), ops, seed);
    List<Expr> inputs = inputs(graph);
    List<Expr> outputs = new ArrayList<>(graph.results(inputs));
    Expr total = graph.apply(inputs);
    if (total.dtype().isFloating()) {
      List<Expr> reals = inputs.stream().filter(x -> x.dtype().isFloating()).toList();
      outputs.addAll(Autodiff.grad(total, reals));
    }
    List<Tensor> expected = run(graph, inputs, outputs, Workers.SERIAL, "auto");
    // Each width on one thread and, over many graphs, on each number of threads.
    for (int i = 0; i < WIDTHS.size(); i++) {
      Workers pool = WORKERS.get((int) Math.floorMod(seed + i, (long) WORKERS.size()));
      for (Workers workers : List.of(Workers.SERIAL, pool)) {
        assertThat(run(graph, inputs, outputs, workers, WIDTHS.get(i)))
            .as("pool %s, vectors %s, %s", WORKERS.indexOf(workers), WIDTHS.get(i), graph)
            .isEqualTo(expected);
      }
    }
  }

  private static List<Tensor> run(
      RandomGraph graph, List<Expr> inputs, List<Expr> outputs, Workers workers, String width) {
    CompileOptions options = CompileOptions.defaults().withWorkers(workers);
    return Width.of(
        width, () -> Program.compile(inputs, outputs, Map.of(), options).run(graph.point()));
  }

  @Property(tries = 100)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void gradientsPassTheCheck(@ForAll @IntRange(min = 1, max = 12) int ops, @ForAll long seed) {
    RandomGraph graph = RandomGraph.of(OpCatalog.ops(), ops, seed);
    Report report = GradCheck.of(graph.point(), graph::apply).seed(seed).run();
    assertThat(report.verdict()).as("%s%n%s", graph, report).isNotEqualTo(Verdict.WRONG);
    boolean told =
        report.passed()
            || report.findings().stream().allMatch(f -> f.kind() == Finding.Kind.VACUOUS);
    Statistics.label("conclusive")
        .collect(told)
        .coverage(c -> c.check(true).percentage(p -> p > 70));
  }

  @Property(tries = 20)
  void theSameSeedGivesTheSameGraph(
      @ForAll @IntRange(min = 1, max = 12) int ops, @ForAll long seed) {
    assertThat(listing(ops, seed)).isEqualTo(listing(ops, seed));
  }

  private static String listing(int ops, long seed) {
    RandomGraph graph = RandomGraph.of(OpCatalog.ops(), ops, seed);
    return Graph.of(graph.results(inputs(graph))) + graph.point().toString();
  }

  private static List<Expr> inputs(RandomGraph graph) {
    List<Expr> inputs = new ArrayList<>();
    graph.point().forEach(t -> inputs.add(Expr.input("x" + inputs.size(), t.type())));
    return inputs;
  }
}
