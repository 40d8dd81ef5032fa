// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.op.shape.BroadcastTo;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong rules of every sort: each must be found. */
class PlantedBugTests {
  private static final Tensor X = Tensor.of(0.3, -1.2, 1.7);
  private static final Tensor A = Tensor.of(0.5, -0.8, 1.1);
  private static final Tensor B = Tensor.of(1.4, 0.6, -0.9);

  /** What an op does to one element. */
  interface Body extends Function<List<Scalar>, Scalar> {}

  /** How a cotangent comes back: {@code x}, {@code y} and {@code dy} to {@code dx}. */
  interface Rule {
    List<Expr> vjp(List<Expr> x, Expr y, Expr dy);
  }

  /** An elementwise op with a rule by hand. */
  record Planted(Body function, Rule rule) implements ElementwiseOp, SingleOutput {
    @Override
    public Scalar body(List<Scalar> x) {
      return function.apply(x);
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      return rule.vjp(x, y, dy);
    }
  }

  static final Body SIN = x -> x.getFirst().sin();
  static final Body EXP = x -> x.getFirst().exp();
  static final Body PRODUCT = x -> x.get(0).mul(x.get(1));
  static final Body QUOTIENT = x -> x.get(0).div(x.get(1));

  static Report check(Body body, Rule rule, Tensor... point) {
    return GradCheck.check(new Planted(body, rule), point);
  }

  static void assertWrong(Report report, Kind kind) {
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.WRONG);
    assertThat(report.has(kind)).as(report.toString()).isTrue();
  }

  @Test
  void theRightRulesPass() {
    check(SIN, (x, _, dy) -> List.of(dy.mul(x.getFirst().cos())), X).orThrow();
    check(PRODUCT, (x, _, dy) -> List.of(dy.mul(x.get(1)), dy.mul(x.get(0))), A, B).orThrow();
    check(QUOTIENT, (x, y, dy) -> List.of(dy.div(x.get(1)), dy.mul(y).div(x.get(1)).neg()), A, B)
        .orThrow();
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 1.001, 1.000001, 1.000000001, 0.999999999})
  void aFactorIsFound(double factor) {
    assertWrong(
        check(SIN, (x, _, dy) -> List.of(dy.mul(x.getFirst().cos()).mul(factor)), X),
        Kind.MISMATCH);
  }

  @Test
  void aSignIsFound() {
    assertWrong(
        check(SIN, (x, _, dy) -> List.of(dy.mul(x.getFirst().cos()).neg()), X), Kind.MISMATCH);
  }

  @Test
  void aMissingTermIsFound() {
    Body body = x -> x.getFirst().mul(x.getFirst().sin());
    Rule rule = (x, _, dy) -> List.of(dy.mul(x.getFirst().mul(x.getFirst().cos())));
    assertWrong(check(body, rule, X), Kind.MISMATCH);
  }

  @Test
  void swappedArgumentsAreFound() {
    Rule rule = (x, _, dy) -> List.of(dy.mul(x.get(0)), dy.mul(x.get(1)));
    assertWrong(check(PRODUCT, rule, A, B), Kind.MISMATCH);
  }

  @Test
  void swappedGradientsAreFound() {
    Rule rule = (x, y, dy) -> List.of(dy.mul(y).div(x.get(1)).neg(), dy.div(x.get(1)));
    assertWrong(check(QUOTIENT, rule, A, B), Kind.MISMATCH);
  }

  @Test
  void oneWrongEntryAmongLargeOnesIsFound() {
    Tensor point = Tensor.of(12.0, 11.0, -3.0, 13.0);
    Rule rule = (x, y, dy) -> List.of(dy.mul(y).mul(factors(y, 1, 1, 1.001, 1)));
    Report report = check(EXP, rule, point);
    assertWrong(report, Kind.MISMATCH);
    assertThat(report.entries().stream().filter(e -> e.has(Kind.MISMATCH)))
        .singleElement()
        .satisfies(e -> assertThat(e.index().asList()).containsExactly(2));
  }

  @Test
  void aWrongEntryWithATinyGradientDoesNotPass() {
    Tensor point = Tensor.of(1.0, -46, -80, 2);
    Rule rule = (x, y, dy) -> List.of(dy.mul(y).mul(factors(y, 1, 1, 1.001, 1)));
    assertThat(check(EXP, rule, point).passed()).isFalse();
  }

  private static Expr factors(Expr like, double... factors) {
    return Expr.constant(Tensor.of(like.dtype(), like.shape(), factors));
  }

  @Test
  void aDroppedSumOfABroadcastIsFound() {
    record Repeat() implements ViewOp, SingleOutput {
      @Override
      public IndexMap map(Shape in) {
        return new BroadcastTo(Shape.of(4, 3)).map(in);
      }

      @Override
      public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
        return List.of(dy);
      }
    }
    Report report = GradCheck.check(new Repeat(), X);
    assertWrong(report, Kind.BROKEN_RULE);
    assertThat(report.findings().getFirst().message())
        .isEqualTo(
            "repeat: vjp returned a gradient of the wrong type for input 0: expected f64[3], got"
                + " f64[4, 3]: [f64[3]] → [f64[4, 3]]; sum it over the axes along which the input"
                + " was repeated");
  }

  @Test
  void aSumOverTheWrongAxisIsFound() {
    record Repeat() implements ViewOp, SingleOutput {
      @Override
      public IndexMap map(Shape in) {
        return new BroadcastTo(Shape.of(3, 3)).map(in);
      }

      @Override
      public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
        return List.of(dy.sum(1));
      }
    }
    assertWrong(GradCheck.check(new Repeat(), X), Kind.MISMATCH);
  }

  @Test
  void aMeanInPlaceOfASumIsFound() {
    record Repeat() implements ViewOp, SingleOutput {
      @Override
      public IndexMap map(Shape in) {
        return new BroadcastTo(Shape.of(2, 3)).map(in);
      }

      @Override
      public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
        return List.of(dy.mean(0));
      }
    }
    assertWrong(GradCheck.check(new Repeat(), X), Kind.MISMATCH);
  }

  @Test
  void aRuleThatIsWrongOnlyInTheSecondOrderIsFound() {
    Rule rule = (x, _, dy) -> List.of(dy.mul(x.getFirst().stopGradient().cos()));
    GradCheck check = GradCheck.of(new Planted(SIN, rule), X);
    check.order(1).assertCorrect();
    Report report = check.run();
    assertThat(check.order(2).run()).isEqualTo(report);
    assertWrong(report, Kind.MISMATCH);
    assertThat(report.entries().stream().filter(e -> e.has(Kind.MISMATCH)))
        .allSatisfy(e -> assertThat(e.order()).isEqualTo(2));
  }

  @Test
  void aRuleThatIsWrongOnlyInTheThirdOrderIsFound() {
    record Slope() implements Elementwise {
      @Override
      public Scalar body(List<Scalar> x) {
        return x.getFirst().cos();
      }

      @Override
      public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
        return List.of(dy.mul(x.getFirst().stopGradient().sin().neg()));
      }
    }
    Rule rule = (x, _, dy) -> List.of(dy.mul(Expr.apply(new Slope(), x)));
    GradCheck check = GradCheck.of(new Planted(SIN, rule), X);
    check.order(2).assertCorrect();
    assertWrong(check.order(3).run(), Kind.MISMATCH);
  }

  @Test
  void aRuleThatIsWrongOnlyForLargeNumbersIsFound() {
    Body softplus = x -> x.getFirst().exp().log1p();
    Rule rule =
        (x, _, dy) ->
            List.of(dy.mul(Expr.where(x.getFirst().greater(20), 1.5, x.getFirst().sigmoid())));
    Report report = check(softplus, rule, X);
    assertWrong(report, Kind.MISMATCH);
    assertThat(report.findings().getFirst().message()).contains("at the point times 16");
  }

  @Test
  void aRuleThatIsNotANumberForLargeNumbersIsFound() {
    Body sigmoid = x -> x.getFirst().like(1).div(x.getFirst().neg().exp().add(1));
    Rule rule =
        (x, _, dy) -> {
          Expr e = x.getFirst().exp();
          return List.of(dy.mul(e).div(e.add(1).square()));
        };
    assertWrong(check(sigmoid, rule, Tensor.of(0.3, -1.2, 3.0)), Kind.NOT_FINITE);
  }

  @Test
  void aSwishWhosePowerOverflowsFarOutIsFound() {
    Body swish = x -> x.getFirst().div(x.getFirst().neg().exp().add(1));
    record Derived(Body function) implements Elementwise {
      @Override
      public Scalar body(List<Scalar> x) {
        return function.apply(x);
      }
    }
    assertWrong(GradCheck.check(new Derived(swish), Tensor.of(0.3, -1.2, -3.0)), Kind.NOT_FINITE);
  }

  @Test
  void aSlopeOutsideOfThoseAtAKinkIsFound() {
    Body relu = x -> x.getFirst().max(x.getFirst().like(0));
    for (double atZero : new double[] {9, -0.01, 1.01}) {
      Rule rule =
          (x, _, dy) ->
              List.of(
                  dy.mul(
                      Expr.where(
                          x.getFirst().equal(0),
                          atZero,
                          x.getFirst().greater(0).cast(dy.dtype()))));
      assertWrong(check(relu, rule, Tensor.of(0.0, 1, -1)), Kind.MISMATCH);
    }
    for (double atZero : new double[] {0, 0.5, 1}) {
      Rule rule =
          (x, _, dy) ->
              List.of(
                  dy.mul(
                      Expr.where(
                          x.getFirst().equal(0),
                          atZero,
                          x.getFirst().greater(0).cast(dy.dtype()))));
      check(relu, rule, Tensor.of(0.0, 1, -1)).orThrow();
    }
  }

  @Test
  void theAbsoluteValueOfTheCotangentIsFound() {
    Rule rule = (x, _, dy) -> List.of(dy.abs().mul(x.getFirst().cos()));
    assertWrong(check(SIN, rule, X), Kind.NOT_LINEAR);
  }

  @Test
  void aClippedCotangentIsFound() {
    Rule rule = (x, _, dy) -> List.of(dy.clamp(-100, 100).mul(x.getFirst().cos()));
    assertWrong(check(SIN, rule, X), Kind.NOT_LINEAR);
  }

  @Test
  void aDroppedSmallCotangentIsFound() {
    Rule rule =
        (x, _, dy) -> List.of(Expr.where(dy.abs().less(1e-4), 0, dy.mul(x.getFirst().cos())));
    assertWrong(check(SIN, rule, X), Kind.NOT_LINEAR);
  }

  @Test
  void aGradientThatDoesNotVanishWithTheCotangentIsFound() {
    Rule rule = (x, _, dy) -> List.of(dy.mul(x.getFirst().cos()).add(1e-12));
    assertWrong(check(SIN, rule, X), Kind.NOT_LINEAR);
  }

  @Test
  void aForgottenRuleIsFound() {
    Report report = check(SIN, (_, _, _) -> List.of(Expr.none()), X);
    assertWrong(report, Kind.MISMATCH);
  }

  @Test
  void aNumberOfAFixedDtypeIsFound() {
    Expr three = Expr.constant(Tensor.scalar(3.0));
    Body body = x -> x.getFirst().mul(3);
    Report report = check(body, (_, _, dy) -> List.of(dy.mul(three)), X);
    assertWrong(report, Kind.BROKEN_RULE);
    assertThat(report.findings().getFirst().message())
        .contains("the rule fails in F32")
        .contains("f64");
  }

  @Test
  void aRuleThatIsCoarseInF32IsFound() {
    Rule rule =
        (x, _, dy) -> {
          double off = x.getFirst().dtype() == DType.F32 ? 1.01 : 1;
          return List.of(dy.mul(x.getFirst().cos()).mul(off));
        };
    assertWrong(check(SIN, rule, X), Kind.F32_DIFFERS);
  }

  @Test
  void oneWrongEntryOfALargeGradientIsFound() {
    int n = 5000;
    double[] factors = new double[n];
    Arrays.fill(factors, 1);
    factors[4321] = 1.001;
    Tensor point = Tensor.linspace(DType.F64, -1, 1, n);
    Rule rule = (x, y, dy) -> List.of(dy.mul(x.getFirst().cos()).mul(factors(y, factors)));
    Report report = check(SIN, rule, point);
    assertWrong(report, Kind.MISMATCH);
    assertThat(report.entries().stream().filter(e -> e.has(Kind.MISMATCH)))
        .allSatisfy(e -> assertThat(e.index().asList()).containsExactly(4321));
    assertThat(report.notes())
        .anySatisfy(note -> assertThat(note).matches("checked 2\\d\\d of 5000 entries one by one"))
        .anySatisfy(
            note -> assertThat(note).startsWith("all 5000 entries were checked in 32 sums"));
  }

  @Test
  void aSoftmaxWithoutTheDerivativeOfItsSumIsFound() {
    Function<List<Expr>, Expr> function =
        xs -> {
          Expr e = xs.getFirst().exp();
          return e.div(e.sum().stopGradient());
        };
    assertThat(GradCheck.check(List.of(X), function).verdict()).isEqualTo(Verdict.WRONG);
  }
}
