// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every op of the catalog on each of its samples, to the second order. */
class CatalogTests {
  /** What was found for each sample: looked at by several tests, and checked once. */
  private static final Map<String, Report> REPORTS = new HashMap<>();

  private static Report report(OpInfo op, int number) {
    return REPORTS.computeIfAbsent(
        label(op, number), _ -> GradCheck.of(op.samples().get(number)).order(2).run());
  }

  private static String label(OpInfo op, int number) {
    return "%s %d: %s"
        .formatted(op.type().getSimpleName(), number + 1, op.samples().get(number).op());
  }

  /**
   * A single sample may well lie where the derivative by an input is zero, such as an element that
   * a condition does not select. The second order is checked after, and beside, the first.
   */
  @TestFactory
  Stream<DynamicTest> derivativesAreRight() {
    List<DynamicTest> tests = new ArrayList<>();
    for (OpInfo op : OpCatalog.ops()) {
      for (int i = 0; i < op.samples().size(); i++) {
        int number = i;
        tests.add(
            dynamicTest(
                label(op, number),
                () -> {
                  Report report = report(op, number);
                  assertThat(report.findings())
                      .as("%s", report)
                      .allSatisfy(f -> assertThat(f.kind()).isEqualTo(Kind.VACUOUS));
                }));
      }
    }
    return tests.stream();
  }

  /** What one sample may leave at zero, another one of the same op must not. */
  @TestFactory
  Stream<DynamicTest> everyDerivativeIsSomewhereNotZero() {
    return OpCatalog.ops().stream()
        .map(op ->
            dynamicTest(
                op.type().getSimpleName(),
                () -> {
                  Set<String> zero = new TreeSet<>();
                  Set<String> other = new TreeSet<>();
                  for (int i = 0; i < op.samples().size(); i++) {
                    Report report = report(op, i);
                    for (Entry entry : report.entries()) {
                      if (entry.order() == 1) {
                        boolean vacuous = report.has(Kind.VACUOUS) && entry.analytic() == 0;
                        (vacuous ? zero : other).add(entry.input());
                      }
                    }
                  }
                  assertThat(other).containsAll(zero);
                }));
  }

  /**
   * The checks of this module run on scalar code. These bits carry them over to vectors: those of
   * every value and of every gradient, for a random cotangent.
   */
  @TestFactory
  Stream<DynamicTest> vectorsGiveTheBitsOfScalarCode() {
    return OpCatalog.ops().stream()
        .map(op ->
            dynamicTest(
                op.type().getSimpleName(),
                () -> {
                  for (Sample sample : op.samples()) {
                    for (DType dtype : List.of(DType.F32, DType.F64)) {
                      assertThat(Width.of("auto", () -> values(sample, dtype)))
                          .as("%s in %s", sample, dtype)
                          .isEqualTo(Width.of("off", () -> values(sample, dtype)));
                    }
                  }
                }));
  }

  /** Returns the outputs of an op and its gradients by what is floating. */
  private static List<Tensor> values(Sample sample, DType dtype) {
    List<Tensor> point = new ArrayList<>(sample.draw(dtype, 3));
    List<Expr> inputs = new ArrayList<>();
    point.forEach(t -> inputs.add(Expr.input("x" + inputs.size(), t.type())));
    List<Expr> outputs = sample.apply(inputs);
    List<Expr> ys = outputs.stream().filter(y -> y.dtype().isFloating()).toList();
    List<Expr> xs = inputs.stream().filter(x -> x.dtype().isFloating()).toList();
    List<Expr> all = new ArrayList<>(outputs);
    List<Expr> arguments = new ArrayList<>(inputs);
    if (!ys.isEmpty() && !xs.isEmpty()) {
      List<Expr> dys = ys.stream().map(y -> Expr.input("dy", y.type())).toList();
      all.addAll(Autodiff.vjp(ys, xs, dys));
      arguments.addAll(dys);
      SplittableRandom random = new SplittableRandom(4);
      for (Expr dy : dys) {
        double[] values = random.doubles(dy.shape().size(), -1, 1).toArray();
        point.add(Tensor.of(dy.dtype(), dy.shape(), values));
      }
    }
    return Program.compile(arguments, all).run(point);
  }
}
