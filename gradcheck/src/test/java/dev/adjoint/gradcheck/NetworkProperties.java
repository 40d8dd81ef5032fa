// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Pooling;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Networks with kinks, at random points: right rules pass, one wrong weight does not. */
class NetworkProperties {
  private record Network(List<Tensor> point, Function<List<Expr>, Expr> function) {}

  private static Tensor draw(SplittableRandom random, DType dtype, int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble(-1, 1);
    }
    return Tensor.of(dtype, shape, values);
  }

  private static Network dense(long seed, DType dtype, int rows, int in, int hidden, int out) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensor labels = Tensor.arange(DType.I32, 0, 1, rows);
    Expr classes = Expr.constant(labels);
    List<Tensor> point =
        List.of(
            draw(random, dtype, rows, in),
            draw(random, dtype, in, hidden),
            draw(random, dtype, hidden),
            draw(random, dtype, hidden, out),
            draw(random, dtype, out));
    return new Network(
        point,
        p -> {
          Expr h = p.get(0).matmul(p.get(1)).add(p.get(2)).relu();
          Expr scores = h.matmul(p.get(3)).add(p.get(4));
          return scores.logSoftmax(-1).takeAlongAxis(-1, classes.expandDims(-1)).mean().neg();
        });
  }

  private static Network images(long seed, DType dtype) {
    SplittableRandom random = new SplittableRandom(seed);
    Expr classes = Expr.constant(Tensor.of(0, 2));
    List<Tensor> point =
        List.of(
            draw(random, dtype, 2, 1, 8, 8),
            draw(random, dtype, 3, 1, 3, 3),
            draw(random, dtype, 27, 3));
    return new Network(
        point,
        p -> {
          Expr y = Convolutions.conv2d(p.get(0), p.get(1)).relu();
          Expr pooled = Pooling.maxPool2d(y, 2).reshape(2, 27);
          return pooled
              .matmul(p.get(2))
              .logSoftmax(-1)
              .takeAlongAxis(-1, classes.expandDims(-1))
              .mean()
              .neg();
        });
  }

  private static Report check(Network network, long seed) {
    return GradCheck.of(network.point(), network.function()).seed(seed).run();
  }

  private static void assertRight(List<Report> reports) {
    List<Report> doubtful = reports.stream().filter(r -> !r.passed()).toList();
    assertThat(reports)
        .allSatisfy(r -> assertThat(r.verdict()).as(r.toString()).isNotEqualTo(Verdict.WRONG));
    assertThat(doubtful.size())
        .as("%d of %d inconclusive: %s", doubtful.size(), reports.size(), doubtful)
        .isLessThanOrEqualTo(reports.size() / 100);
  }

  @Example
  void reluNetworksPass() {
    List<Report> reports = new ArrayList<>();
    for (long seed = 0; seed < 15; seed++) {
      reports.add(check(dense(seed, DType.F64, 3, 4, 8, 3), seed));
      reports.add(check(dense(seed, DType.F32, 3, 4, 8, 3), seed));
    }
    assertRight(reports);
  }

  @Example
  void theSmallestReluNetworkPassesForEachClass() {
    Expr x = Expr.constant(Tensor.of(DType.F64, Shape.of(1, 2), .34, .56));
    Tensor first = Tensor.of(DType.F64, Shape.of(2, 2), -.42, -.21, .14, .48);
    Tensor second = Tensor.of(DType.F64, Shape.of(2, 2), 1.22, -.74, -1.49, -.88);
    for (int label = 0; label < 2; label++) {
      Expr target = Expr.constant(Tensor.of(label));
      Report report =
          GradCheck.check(
              List.of(first, second),
              p ->
                  x.matmul(p.get(0))
                      .relu()
                      .matmul(p.get(1))
                      .logSoftmax(-1)
                      .takeAlongAxis(-1, target.expandDims(-1))
                      .mean());
      assertThat(report.passed()).as(report.toString()).isTrue();
    }
  }

  @Example
  void networksOfAThousandNumbersPassSoon() {
    List<Report> reports = new ArrayList<>();
    for (long seed = 0; seed < 3; seed++) {
      reports.add(check(dense(seed, DType.F64, 8, 16, 40, 10), seed));
    }
    assertRight(reports);
  }

  @Example
  void convolutionsWithReluAndMaxPoolingPass() {
    List<Report> reports = new ArrayList<>();
    for (long seed = 0; seed < 10; seed++) {
      reports.add(check(images(seed, DType.F64), seed));
      reports.add(check(images(seed, DType.F32), seed));
    }
    assertRight(reports);
  }

  @Property(tries = 10)
  void aWrongWeightIsFound(@ForAll long seed) {
    Network network = dense(seed, DType.F64, 3, 4, 8, 3);
    double[] off = new double[24];
    off[(int) Math.floorMod(seed, 24L)] = 1e-3;
    Expr factors = Expr.constant(Tensor.of(DType.F64, Shape.of(8, 3), off));
    Function<List<Expr>, Expr> wrong =
        p -> {
          List<Expr> changed = new ArrayList<>(p);
          Expr w = p.get(3);
          changed.set(3, w.add(w.sub(w.stopGradient()).mul(factors)));
          return network.function().apply(changed);
        };
    Report report = GradCheck.of(network.point(), wrong).run();
    List<Expr> parameters = network.point().stream().map(Expr::constant).toList();
    Expr y = network.function().apply(parameters);
    Expr dy = Expr.constant(Tensor.linspace(y.dtype(), 1, 2, y.shape().size())).reshape(y.shape());
    Tensor dw = Autodiff.vjp(List.of(y), List.of(parameters.get(3)), List.of(dy)).getFirst().eval();
    double derivative = dw.toDoubleArray()[(int) Math.floorMod(seed, 24L)];
    if (derivative != 0) {
      assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.WRONG);
    }
  }
}
