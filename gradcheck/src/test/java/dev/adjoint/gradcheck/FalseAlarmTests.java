// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Special;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Right rules at points that are hard on numbers: near kinks and the ends of domains, under large
 * numbers, at the ends of the range, where derivatives cancel. None may be called wrong.
 */
class FalseAlarmTests {
  /** What a check must say at least. */
  private enum Expected {
    /** The derivative can be told, and is right. */
    PASSES,
    /** It cannot be told, or it can: but it is not wrong. */
    NOT_WRONG
  }

  private record Case(String name, Tensor point, Function<Expr, Expr> function, Expected expected) {
    @Override
    public String toString() {
      return name + " at " + point.type();
    }
  }

  private static final List<Case> CASES = new ArrayList<>();

  private static void passes(String name, Function<Expr, Expr> function, double... x) {
    CASES.add(new Case(name, Tensor.of(x), function, Expected.PASSES));
  }

  private static void notWrong(String name, Function<Expr, Expr> function, double... x) {
    CASES.add(new Case(name, Tensor.of(x), function, Expected.NOT_WRONG));
  }

  private static void single(String name, Function<Expr, Expr> function, double... x) {
    CASES.add(new Case(name + " in f32", Tensor.of(x).cast(DType.F32), function, Expected.PASSES));
  }

  private static void singleNotWrong(String name, Function<Expr, Expr> function, double... x) {
    CASES.add(
        new Case(name + " in f32", Tensor.of(x).cast(DType.F32), function, Expected.NOT_WRONG));
  }

  static Stream<Case> cases() {
    CASES.clear();
    kinks();
    domains();
    hidden();
    ranges();
    cancelled();
    return CASES.stream();
  }

  private static void kinks() {
    for (double d : new double[] {1e-3, 1e-5, 1e-7, 3e-8, 1e-10, 1e-13}) {
      passes("relu near 0, " + d, x -> x.relu().add(x.sin()), d, -d, 1);
      passes("abs near 0, " + d, x -> x.abs().mul(x.add(2)), d, -d, 1);
      passes(
          "clamp near its end, " + d, x -> x.clamp(-0.5, 0.5).mul(x), 0.5 - d, 0.5 + d, -0.5 + d);
      passes("floor near a step, " + d, x -> x.floor().mul(x), 1 - d, 2 + d, 0.5);
      passes("max near a tie, " + d, x -> x.max(0).mul(3), 0.7, 0.7 + d, 0.3);
      passes("minimum near a tie, " + d, x -> x.minimum(x.square()).sum(), 1 - d, 1 + d, 0.3);
      passes(
          "where near its border, " + d,
          x -> Expr.where(x.greater(0.3), x.square(), x.exp()),
          0.3 + d,
          0.3 - d,
          0.9);
    }
    passes("relu at 0", Expr::relu, 0, 1, -1);
    passes("abs at 0", Expr::abs, 0, 1, -1);
    passes("x·|x| at 0", x -> x.mul(x.abs()), 0, 1, -1);
    passes("relu² at 0", x -> x.relu().square(), 0, 1, -1);
    passes("clamp at its ends", x -> x.clamp(-1, 1), -1, 1, 0.5);
    passes("maximum at a tie", x -> x.maximum(x.mul(2)), 0, 1, 2);
    passes("max over ties", x -> x.max(0), 1, 1, 0.3);
    passes("sigmoid at 0", Expr::sigmoid, 0, 1, -1);
    passes("softplus at 0", Activations::softplus, 0, 1e-9, -1e-6);
    passes("elu at 0", x -> Activations.elu(x, 1), 0, 1e-9, -1e-6);
    passes("leaky relu at 0", x -> Activations.leakyRelu(x, 0.1), 0, 1e-9, -1e-6);
    notWrong("|x|^1.5 at 0", x -> x.abs().pow(1.5), 0, 1);
    notWrong("√|x| at 0", x -> x.abs().sqrt(), 0, 1);
    notWrong("floor at a step", Expr::floor, 1, 2);
    single("relu near 0", x -> x.relu().add(x.sin()), 1e-7, -1e-7, 1e-12, 1);
  }

  private static void domains() {
    for (double d : new double[] {1e-2, 1e-4, 1e-7, 1e-12, 1e-30, 1e-300}) {
      passes("log, " + d, Expr::log, d, 2 * d);
      passes("sqrt, " + d, Expr::sqrt, d, 2 * d);
      passes("x·log x, " + d, x -> x.mul(x.log()), d, 2 * d);
      passes("1/x, " + d, x -> x.onesLike().div(x), Math.max(d, 1e-150), 0.3);
    }
    for (double d : new double[] {1e-2, 1e-4, 1e-7, 1e-12}) {
      passes("√(1 − x²), " + d, x -> x.square().neg().add(1).sqrt(), 1 - d, d - 1, 0.3);
      passes("log(1 − x), " + d, x -> x.neg().log1p(), 1 - d, 0.3);
      passes("x^2.5, " + d, x -> x.pow(2.5), d, 0.3);
      passes("atanh, " + d, x -> x.add(1).log().sub(x.neg().add(1).log()).mul(0.5), 1 - d, 0.3);
    }
    notWrong("sqrt at 0", Expr::sqrt, 0, 1);
    notWrong("log at 0", Expr::log, 0, 1);
    notWrong("x^2.5 at 0", x -> x.pow(2.5), 0, 1);
    single("log", Expr::log, 1e-30, 1e-3, 2);
    single("sqrt", Expr::sqrt, 1e-30, 1e-3, 2);
  }

  private static void hidden() {
    passes("x + 1e6", x -> x.add(1e6), 0.3, -1.2);
    passes("sin x + 1e6", x -> x.sin().add(1e6), 0.3, -1.2);
    passes("x + 1e6 − 1e6", x -> x.add(1e6).sub(1e6), 0.3, -1.2);
    notWrong("x + 3e15", x -> x.add(3e15), 0.3, -1.2);
    notWrong("x + 3e15 − 3e15", x -> x.add(3e15).sub(3e15), 0.3, -1.2);
    notWrong("sin(x + 3e15)", x -> x.add(3e15).sin(), 0.3, -1.2);
    notWrong("x + 1e20", x -> x.add(1e20), 0.3, -1.2);
    passes("sin 1e3x", x -> x.mul(1e3).sin(), 0.3, -1.2);
    passes("sin 1e7x", x -> x.mul(1e7).sin(), 0.3, -1.2);
    passes("sin 1e7x where the product is exact", x -> x.mul(1e7).sin(), 0.3f, 0.7f);
    notWrong("sin 1e10x", x -> x.mul(1e10).sin(), 0.3, -1.2);
    notWrong("sin 1e14x", x -> x.mul(1e14).sin(), 0.3, -1.2);
    notWrong("sin 1e17x", x -> x.mul(1e17).sin(), 0.3, -1.2);
    notWrong("sin 1e17x + 1e6", x -> x.mul(1e17).sin().add(1e6), 0.3, -1.2);
    passes("cos of large", Expr::cos, 1e5, 1e7);
    single("x + 1e6", x -> x.add(1e6), 0.3, -1.2);
    single("sin 1e3x", x -> x.mul(1e3).sin(), 0.3, -1.2);
    singleNotWrong("sin 1e7x", x -> x.mul(1e7).sin(), 0.3, -1.2);
    single("mean + 1e4", x -> x.mean().add(1e4), 0.3, -1.2);
    notWrong("variance of large", x -> x.sub(x.mean()).square().mean(), 1e8, 1e8 + 1, 1e8 - 2);
    single("variance of large", x -> x.sub(x.mean()).square().mean(), 1e3, 1e3 + 1, 1e3 - 2);
  }

  private static void ranges() {
    passes("exp near the end", Expr::exp, 700, 709.7);
    passes("x·1e300", x -> x.mul(1e300), 1e3, -1e7);
    passes("x·1e−300", x -> x.mul(1e-300), 1e3, -1e-3);
    notWrong("x² of large", Expr::square, 1e153, -1e120);
    notWrong("x² of small", Expr::square, 1e-153, -1e-120);
    singleNotWrong("exp near the end", Expr::exp, 80, 88.7);
    single("x·1e30", x -> x.mul(1e30), 1e3, -1e7);
    single("x·1e38", x -> x.mul(1e38), 1, -2);
    single("x·1e−30", x -> x.mul(1e-30), 1e3, -1e-3);
    singleNotWrong("x² of large", Expr::square, 1e19, -1e15);
    singleNotWrong("x² of small", Expr::square, 1e-19, -1e-15);
    singleNotWrong("1/x of small", x -> x.onesLike().div(x), 1e-19, -1e-36);
    singleNotWrong("log x⁴", x -> x.square().square().log(), 1e-9, 1e-11);
    singleNotWrong("√x²", x -> x.square().sqrt(), 1e-19, 1e18);
    singleNotWrong("x/(x² + 1e30)", x -> x.div(x.square().add(1e30)), 1e15, 1e18);
    single("pow −20", x -> x.pow(-20), 0.9, 1.1);
    single("pow 20", x -> x.pow(20), 0.9, 1.1);
    singleNotWrong("pow −20 of small", x -> x.pow(-20), 0.02);
    singleNotWrong("sinh by exp", x -> x.exp().sub(x.neg().exp()), 80, 1e-3);
  }

  private static void cancelled() {
    passes("softmax summed", x -> x.softmax(0).sum(), 0.3, -1.2, 1.7);
    passes("sin² + cos²", x -> x.sin().square().add(x.cos().square()), 0.3, -1.2, 1.7);
    passes("x/x", x -> x.div(x), 0.3, -1.2, 1.7);
    passes("x − x", x -> x.sub(x).add(x.sin().mul(1e-3)), 0.3, -1.2, 1.7);
    passes("log-softmax through exp", x -> x.logSoftmax(0).exp().sum(), 0.3, -1.2, 1.7);
    passes("1 − tanh² − sech²", x -> x.tanh().square().add(x.tanh().square().neg().add(1)), 0.3, 1);
    single("softmax summed", x -> x.softmax(0).sum(), 0.3, -1.2, 1.7);
    single("sin² + cos²", x -> x.sin().square().add(x.cos().square()), 0.3, -1.2, 1.7);
    single("x/x", x -> x.div(x), 0.3, -1.2, 1.7);
    notWrong("erf far out", Special::erf, 3, 5, 7, -9);
    notWrong("erf alone", Special::erf, 6.5);
    notWrong("gelu far out", Activations::gelu, -3, -5, -8, 9);
    notWrong("gelu alone", Activations::gelu, -7.5);
    notWrong("tanh far out", Expr::tanh, 3, 9, 19, -25);
    notWrong("tanh alone", Expr::tanh, 17);
    notWrong("sigmoid far out", Expr::sigmoid, 30, 40, -40, -700);
    singleNotWrong("erf far out", Special::erf, 3, 3.9, 4.2);
    singleNotWrong("gelu far out", Activations::gelu, -3, -5, -8, 9);
    singleNotWrong("tanh far out", Expr::tanh, 3, 8, 9, -25);
    // As many as go through all levels of the tree of a sum, and through the first of them.
    single("sum of many", x -> x.square().sum(), many(9_000));
    single("mean of many", x -> x.exp().mean(), many(2_000));
  }

  private static double[] many(int size) {
    double[] x = new double[size];
    for (int i = 0; i < size; i++) {
      x[i] = StrictMath.sin(i) + 1;
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rightRulesAreNotCalledWrong(Case tried) {
    for (long seed = 0; seed < 2; seed++) {
      Report report =
          GradCheck.of(List.of(tried.point()), x -> tried.function().apply(x.getFirst()))
              .named(tried.name())
              .seed(seed)
              .run();
      assertThat(report.verdict()).as(report.toString()).isNotEqualTo(Verdict.WRONG);
      if (tried.expected() == Expected.PASSES) {
        assertThat(report.passed()).as(report.toString()).isTrue();
      }
    }
  }
}
