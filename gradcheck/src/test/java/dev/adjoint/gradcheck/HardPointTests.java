// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static dev.adjoint.gradcheck.PlantedBugTests.assertWrong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Sorting;
import dev.adjoint.ops.Special;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Right rules where differences lose their digits: the formula of the function still tells. */
class HardPointTests {
  private record Case(String name, Function<Expr, Expr> function, Tensor point) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Tensor x = Tensor.of(0.3, -1.2);
    cases.add(new Case("x + 3e15", y -> y.add(3e15), x));
    cases.add(new Case("x + 3e15 − 3e15", y -> y.add(3e15).sub(3e15), x));
    cases.add(new Case("x + 1e20", y -> y.add(1e20), x));
    cases.add(new Case("sin x + 1e13", y -> y.sin().add(1e13), x));
    cases.add(new Case("sin 1e10x", y -> y.mul(1e10).sin(), x));
    cases.add(new Case("sin 1e17x + 1e6", y -> y.mul(1e17).sin().add(1e6), x));
    cases.add(
        new Case(
            "variance of large",
            y -> y.sub(y.mean()).square().mean(),
            Tensor.of(1e8, 1e8 + 1, 1e8 - 2)));
    cases.add(new Case("erf far out", Special::erf, Tensor.of(3.0, 5, 7, -9)));
    cases.add(new Case("gelu far out", Activations::gelu, Tensor.of(-3.0, -5, -8, 9)));
    cases.add(new Case("tanh far out", Expr::tanh, Tensor.of(3.0, 9, 17, -15)));
    cases.add(new Case("sigmoid far out", Expr::sigmoid, Tensor.of(30.0, 40, -40, -700)));
    cases.add(
        new Case(
            "a product with a matrix, + 1e15",
            y ->
                y.matmul(Expr.constant(Tensor.of(DType.F64, Shape.of(2, 2), 1, 2, 3, 4))).add(1e15),
            x));
    cases.add(
        new Case(
            "two terms whose arguments need steps of different sizes",
            y -> {
              Expr bounded = y.div(y.square().add(1).sqrt());
              return Special.entropy(y).add(Special.logit(bounded.mul(0.4).add(0.5)));
            },
            Tensor.of(2.5, 1.9, 0.2)));
    cases.add(new Case("x² of large", Expr::square, Tensor.of(1e153, -1e120)));
    cases.add(new Case("x² of small", Expr::square, Tensor.of(1e-153, -1e-120)));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theRulePasses(Case hard) {
    Report report =
        GradCheck.check(List.of(hard.point()), x -> hard.function().apply(x.getFirst()));
    assertThat(report.passed()).as(report.toString()).isTrue();
  }

  /** Where numbers meet a kink on both sides of a sum, no rule is wrong. */
  @Test
  void kinksThatMeetAreNobodysFault() {
    Tensor zero = Tensor.of(0.0, 1, -2);
    List<Function<Expr, Expr>> functions =
        List.of(
            x -> x.relu().sub(x.neg().relu()),
            x -> x.relu().sub(x.mul(0.3)).add(x.abs().neg().exp().log1p()));
    for (Function<Expr, Expr> function : functions) {
      Report report = GradCheck.check(List.of(zero), x -> function.apply(x.getFirst()));
      assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.INCONCLUSIVE);
      Report beside =
          GradCheck.check(List.of(Tensor.of(0.5, 1, -2)), x -> function.apply(x.getFirst()));
      assertThat(beside.passed()).as(beside.toString()).isTrue();
    }
  }

  @Test
  void aWrongRuleUnderAHugeNumberIsFound() {
    assertWrong(
        GradCheck.check(
            List.of(Tensor.of(0.3, -1.2)),
            xs -> {
              Expr x = xs.getFirst();
              return x.add(x.sub(x.stopGradient()).mul(1e-3)).add(3e15);
            }),
        Kind.MISMATCH);
  }

  /** The rule of a sort may put any of several equal numbers anywhere among them. */
  @Test
  void aSortOfManyEqualNumbersPasses() {
    Report report =
        GradCheck.check(
            List.of(Tensor.of(1.0, 1, 1, 2, 2)), x -> Sorting.sort(x.getFirst(), 0).values());
    assertThat(report.passed()).as(report.toString()).isTrue();
  }
}
