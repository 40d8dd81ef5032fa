// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.exec.TestOps.Swap;
import dev.adjoint.exec.TestProduct;
import dev.adjoint.exec.compile.Pipeline;
import dev.adjoint.exec.ir.Concatenation;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.exec.pass.simplify.Simplify;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphVerifier;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of sums whose like terms are computed at once. */
final class BatchAccumulationsTests {
  private static final TestProduct ROWS = new TestProduct(true, false);

  /** Zeros before and after along an axis. */
  private record Pad(int axis, int before, int after, double fill) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      int[] low = new int[in.rank()];
      int[] high = in.dims().toArray();
      low[axis] = before;
      high[axis] += before;
      return new IndexMap(
          in.with(axis, before + in.dim(axis) + after),
          -before * in.strides().get(axis),
          in.strides(),
          ImmutableIntArray.copyOf(low),
          ImmutableIntArray.copyOf(high));
    }
  }

  private static Graph batched(Value... outputs) {
    Graph graph = new BatchAccumulations().apply(Graph.of(List.of(outputs)));
    GraphVerifier.verify(graph);
    return graph;
  }

  private static long count(Graph graph, Class<?> op) {
    return graph.nodes().stream().filter(n -> op.isInstance(n.op())).count();
  }

  private static Value sum(List<Value> terms) {
    return terms.stream().reduce((a, b) -> apply(ADD, a, b)).orElseThrow();
  }

  private static Value matrix(DType dtype, int rows, int columns) {
    return input("x", new TensorType(dtype, Shape.of(rows, columns)));
  }

  private static Tensor[] arguments(Graph graph) {
    List<Tensor> all = new ArrayList<>();
    graph.inputs().forEach(v -> all.add(TestOps.random(all.size(), v.dtype(), v.shape())));
    return all.toArray(Tensor[]::new);
  }

  private static Map<Value, Tensor> given(Graph graph) {
    Tensor[] all = arguments(graph);
    Map<Value, Tensor> given = new HashMap<>();
    graph.inputs().forEach(v -> given.put(v, all[given.size()]));
    return given;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void productsBecomeOneChainFromTheLastTermToTheFirst(DType dtype) {
    List<Value> terms = new ArrayList<>();
    for (int t = 0; t < 5; t++) {
      terms.add(apply(ROWS, matrix(dtype, 3 + t, 20), matrix(dtype, 3 + t, 30)));
    }
    Graph graph = Graph.of(List.of(sum(terms)));
    Graph one = batched(graph.outputs().getFirst());
    assertThat(count(one, TestProduct.class)).isEqualTo(1);
    assertThat(count(one, TestOps.Body.class)).isZero();
    Map<Value, Tensor> given = given(graph);
    Tensor y = Interpreter.evaluate(one.outputs(), given).getFirst();
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 30; j++) {
        double chain = 0;
        for (Value term : terms.reversed()) {
          Tensor a = given.get(term.node().inputs().get(0));
          Tensor b = given.get(term.node().inputs().get(1));
          for (int p = 0; p < a.shape().dim(0); p++) {
            double x = a.buffer().getDouble(p * 20 + i);
            double z = b.buffer().getDouble(p * 30 + j);
            chain =
                dtype == DType.F32
                    ? Math.fma((float) x, (float) z, (float) chain)
                    : Math.fma(x, z, chain);
          }
        }
        assertThat(y.buffer().getDouble(i * 30 + j)).isEqualTo(chain);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void programsStayWithinTheStatedErrorOnAnyNumberOfThreads(DType dtype) {
    List<Value> products = new ArrayList<>();
    List<Value> reductions = new ArrayList<>();
    products.add(matrix(dtype, 24, 40));
    for (int t = 0; t < 9; t++) {
      Value b = apply(HALVE, matrix(dtype, 16, 40));
      products.add(apply(ROWS, apply(HALVE, matrix(dtype, 16, 24)), b));
      reductions.add(apply(reduce(Combine.SUM, 0), b));
    }
    Graph graph = Graph.of(List.of(sum(products), sum(reductions)));
    Tensor[] arguments = arguments(graph);
    List<Tensor> expected = Interpreter.evaluate(graph.outputs(), given(graph));
    CompileOptions off = CompileOptions.defaults().without("batch-accumulations");
    assertThat(Program.compile(graph.inputs(), graph.outputs(), Map.of(), off).run(arguments))
        .isEqualTo(expected);
    Program program = Program.compile(graph.inputs(), graph.outputs());
    assertThat(program.plan().toString()).contains("concatenation[axis=0]");
    List<Tensor> actual = program.run(arguments);
    // All factors are at most 1 and all other numbers at most 2 in magnitude.
    int added = 9 * 16 + 9 + 1;
    double unit = dtype == DType.F32 ? 0x1p-24 : 0x1p-53;
    double bound = 2 * added * unit / (1 - added * unit) * (9 * 16 + 2);
    for (int i = 0; i < 2; i++) {
      for (int e = 0; e < actual.get(i).shape().size(); e++) {
        double difference =
            actual.get(i).buffer().getDouble(e) - expected.get(i).buffer().getDouble(e);
        assertThat(Math.abs(difference)).isLessThanOrEqualTo(bound);
      }
    }
    for (int threads : new int[] {1, 2, 3, 8}) {
      CompileOptions on = CompileOptions.defaults().withWorkers(WorkerPool.of(threads));
      assertThat(Program.compile(graph.inputs(), graph.outputs(), Map.of(), on).run(arguments))
          .isEqualTo(actual);
    }
  }

  @Test
  void reductionsAreBatchedOnlyBesideTheProductThatNeedsTheirInput() {
    Value b0 = matrix(DType.F32, 4, 9);
    Value b1 = matrix(DType.F32, 4, 9);
    Value reductions =
        apply(ADD, apply(reduce(Combine.SUM, 0), b0), apply(reduce(Combine.SUM, 0), b1));
    assertThat(count(batched(reductions), Concatenation.class)).isZero();
    Value products =
        apply(
            ADD,
            apply(ROWS, matrix(DType.F32, 4, 8), b0),
            apply(ROWS, matrix(DType.F32, 4, 8), b1));
    Graph both = batched(reductions, products);
    assertThat(count(both, Concatenation.class)).isEqualTo(2);
    assertThat(count(both, TestOps.Reduce.class)).isEqualTo(1);
    Value most = apply(ADD, apply(reduce(Combine.MAX, 0), b0), apply(reduce(Combine.MAX, 0), b1));
    assertThat(count(batched(most, products), TestOps.Reduce.class)).isEqualTo(2);
    Value columns =
        apply(ADD, apply(reduce(Combine.SUM, 1), b0), apply(reduce(Combine.SUM, 1), b1));
    assertThat(count(batched(columns, products), TestOps.Reduce.class)).isEqualTo(2);
  }

  @Test
  void productsThatAreNotAloneStayAsTheyAre() {
    Value a = matrix(DType.F32, 8, 8);
    Value p = apply(ROWS, a, matrix(DType.F32, 8, 8));
    Value q = apply(ROWS, matrix(DType.F32, 8, 8), a);
    assertThat(count(batched(apply(ADD, p, q), p), TestProduct.class)).isEqualTo(2);
    assertThat(count(batched(apply(MUL, p, q)), TestProduct.class)).isEqualTo(2);
    Value plain = apply(new TestProduct(false, false), a, matrix(DType.F32, 8, 8));
    assertThat(count(batched(apply(ADD, plain, q)), TestProduct.class)).isEqualTo(2);
    Value deep = apply(ROWS, matrix(DType.F32, 900, 8), matrix(DType.F32, 900, 8));
    Value deeper = apply(ROWS, matrix(DType.F32, 900, 8), matrix(DType.F32, 900, 8));
    assertThat(count(batched(apply(ADD, deep, deeper)), TestProduct.class)).isEqualTo(2);
  }

  @Test
  void evenlySpacedRowsOfOneValueAreReadInOneView() {
    Value x = input("x", 6, 4, 5);
    List<Value> terms = new ArrayList<>();
    for (int t = 5; t >= 0; t--) {
      Value rows = apply(new TestOps.Reshape(Shape.of(4, 5)), apply(new Slab(t), x));
      Value view =
          new Simplify(Pipeline.rewrites()).apply(Graph.of(List.of(rows))).outputs().getFirst();
      terms.add(apply(ROWS, view, matrix(DType.F32, 4, 7)));
    }
    Graph graph = batched(sum(terms));
    assertThat(count(graph, Concatenation.class)).isEqualTo(1);
  }

  /** One slab along the first axis. */
  private record Slab(int at) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return IndexMap.of(in.with(0, 1), at * in.strides().get(0), in.strides());
    }
  }

  @Test
  void valuesWithZerosAroundThemArePutSideBySide() {
    for (int axis = 0; axis < 2; axis++) {
      Value a = input("a", 3, 3);
      Value b = input("b", 3, 3);
      Value c = input("c", 3, 3);
      Value other = input("d", axis == 0 ? 9 : 3, axis == 0 ? 3 : 9);
      Value sum =
          sum(
              List.of(
                  apply(new Pad(axis, 3, 3, 0), a),
                  apply(new Pad(axis, 0, 6, 0), b),
                  other,
                  apply(new Pad(axis, 6, 0, 0), c)));
      Graph graph = Graph.of(List.of(sum));
      Graph side = batched(sum);
      assertThat(count(side, Concatenation.class)).isEqualTo(1);
      assertThat(count(side, Pad.class)).isZero();
      assertThat(Interpreter.evaluate(side.outputs(), given(graph)))
          .isEqualTo(Interpreter.evaluate(graph.outputs(), given(graph)));
    }
  }

  @Test
  void gapsOverlapsAndOtherFillsAreLeftAlone() {
    Value a = input("a", 3, 3);
    Value b = input("b", 3, 3);
    Value left = apply(new Pad(1, 0, 3, 0), a);
    assertThat(count(batched(apply(ADD, left, apply(new Pad(1, 3, 0, 1), b))), Concatenation.class))
        .isZero();
    Value far = apply(new Pad(1, 0, 4, 0), a);
    assertThat(count(batched(apply(ADD, far, apply(new Pad(1, 4, 0, 0), b))), Concatenation.class))
        .isZero();
    Value near = apply(new Pad(1, 0, 2, 0), a);
    assertThat(count(batched(apply(ADD, near, apply(new Pad(1, 2, 0, 0), b))), Concatenation.class))
        .isZero();
    Value turned = apply(new Pad(1, 3, 0, 0), apply(new Swap(0, 1), b));
    assertThat(count(batched(apply(ADD, left, turned)), Concatenation.class)).isEqualTo(1);
    Value backwards = apply(new TestOps.Window(1, 2, 0), input("c", 3, 2));
    assertThat(count(batched(apply(ADD, left, backwards)), Concatenation.class)).isZero();
  }

  @Test
  @Timeout(20)
  void longSumsTakeLinearTime() {
    Value all = matrix(DType.F32, 4, 4);
    for (int t = 0; t < 50_000; t++) {
      all = apply(ADD, all, apply(ROWS, matrix(DType.F32, 1, 4), matrix(DType.F32, 1, 4)));
    }
    assertThat(count(batched(all), TestProduct.class)).isEqualTo(1);
  }
}
