// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static dev.adjoint.gradcheck.PlantedBugTests.SIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.gradcheck.PlantedBugTests.Body;
import dev.adjoint.gradcheck.PlantedBugTests.Planted;
import dev.adjoint.gradcheck.PlantedBugTests.Rule;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that are wrong at few points or in few entries alone: each must be found. */
class RareBugTests {
  private static final Tensor X = Tensor.of(0.3, -1.2, 1.7, 0.9);
  private static final Body RELU = x -> x.getFirst().max(x.getFirst().like(0));
  private static final Body MAXIMUM = x -> x.get(0).max(x.get(1));

  private record Case(String name, Body body, Rule rule, Tensor... point) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case sinOff(String name, Function<Expr, Expr> condition) {
    return new Case(name, SIN, off(condition, (x, dy) -> dy.mul(x.cos())), X);
  }

  private interface Right {
    Expr dx(Expr x, Expr dy);
  }

  /** A rule that is wrong where a condition holds. */
  private static Rule off(Function<Expr, Expr> condition, Right right) {
    return (x, _, dy) -> {
      Expr dx = right.dx(x.getFirst(), dy);
      return List.of(
          dx.mul(Expr.where(condition.apply(x.getFirst()), dy.onesLike().mul(1.5), dy.onesLike())));
    };
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (double limit : new double[] {2.5, 5, 10, 30, 90, 300, 1e4, 1e6}) {
      cases.add(sinOff("beyond " + limit, x -> x.greater(limit)));
      cases.add(sinOff("below −" + limit, x -> x.less(-limit)));
    }
    cases.add(sinOff("beyond ±10", x -> x.abs().greater(10)));
    cases.add(sinOff("between 3 and 4", x -> x.greater(3).and(x.less(4))));
    cases.add(sinOff("between −4 and −3", x -> x.less(-3).and(x.greater(-4))));
    cases.add(sinOff("at 3", x -> x.equal(3)));
    cases.add(sinOff("at 0", x -> x.equal(0)));
    cases.add(sinOff("at 1", x -> x.equal(1)));
    cases.add(sinOff("at whole numbers", x -> x.floor().equal(x)));
    for (double small : new double[] {1e-3, 1e-5, 1e-8, 1e-12, 1e-20}) {
      cases.add(sinOff("below " + small, x -> x.abs().less(small)));
      cases.add(sinOff("above 0 below " + small, x -> x.less(small).and(x.greater(0))));
    }
    cases.add(sinOff("all positive", x -> x.min().greater(0)));
    cases.add(sinOff("all negative", x -> x.max().less(0)));
    cases.add(sinOff("all equal", x -> x.max().equal(x.min())));
    cases.add(sinOff("all zero", x -> x.abs().max().equal(0)));
    cases.add(
        sinOff(
            "sorted",
            x -> x.slice(0, 1, 4).greater(x.slice(0, 0, 3)).cast(DType.F64).min().greater(0.5)));
    cases.add(
        sinOff(
            "sorted down",
            x -> x.slice(0, 1, 4).less(x.slice(0, 0, 3)).cast(DType.F64).min().greater(0.5)));
    cases.add(sinOff("first largest", x -> x.max().equal(x.slice(0, 0, 1).sum())));
    cases.add(sinOff("last largest", x -> x.max().equal(x.slice(0, 3, 4).sum())));
    cases.add(
        sinOff(
            "neighbours equal",
            x -> x.slice(0, 1, 4).equal(x.slice(0, 0, 3)).cast(DType.F64).max().greater(0.5)));
    for (double atZero : new double[] {9, -0.01, 1.01}) {
      cases.add(new Case("relu′(0) = " + atZero, RELU, relu(atZero), X));
    }
    cases.add(
        new Case("maximum, both at ties", MAXIMUM, maximum(1, 1), X, Tensor.of(0.1, 0.2, -1.0, 3)));
    cases.add(
        new Case("maximum, none at ties", MAXIMUM, maximum(0, 0), X, Tensor.of(0.1, 0.2, -1.0, 3)));
    cases.add(
        new Case("maximum, 2 at ties", MAXIMUM, maximum(2, 0), X, Tensor.of(0.1, 0.2, -1.0, 3)));
    Body y = x -> x.getFirst().sub(0.3).sin();
    cases.add(
        new Case(
            "by an output that is 0",
            y,
            (x, out, dy) ->
                List.of(
                    dy.mul(x.getFirst().sub(0.3).cos())
                        .mul(Expr.where(out.equal(0), dy.onesLike().mul(7), dy.onesLike()))),
            Tensor.of(0.3, 0.3)));
    cases.add(
        new Case(
            "outputs all zero",
            RELU,
            (x, _, dy) -> List.of(dy.mul(x.getFirst().greater(0).cast(dy.dtype())).mul(2)),
            Tensor.of(-1.0, -0.5, -2)));
    cases.add(
        new Case(
            "outputs all zero by a product",
            x -> x.get(0).mul(x.get(1)),
            (x, _, dy) -> List.of(dy.mul(x.get(1)), dy.mul(x.get(0)).mul(3)),
            Tensor.of(0.0, 0, 0),
            Tensor.of(0.0, 0, 0)));
    cases.add(
        new Case(
            "square at 0",
            x -> x.getFirst().mul(x.getFirst()),
            (x, _, dy) -> List.of(dy.mul(x.getFirst()).mul(3)),
            Tensor.of(0.0, 0, 0)));
    return cases.stream();
  }

  private static Rule relu(double atZero) {
    return (x, _, dy) ->
        List.of(
            dy.mul(
                Expr.where(
                    x.getFirst().equal(0),
                    dy.onesLike().mul(atZero),
                    x.getFirst().greater(0).cast(dy.dtype()))));
  }

  private static Rule maximum(double a, double b) {
    return (x, _, dy) -> {
      Expr tie = x.get(0).equal(x.get(1));
      return List.of(
          dy.mul(
              Expr.where(tie, dy.onesLike().mul(a), x.get(0).greater(x.get(1)).cast(dy.dtype()))),
          dy.mul(Expr.where(tie, dy.onesLike().mul(b), x.get(0).less(x.get(1)).cast(dy.dtype()))));
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theRuleIsFound(Case bug) {
    for (long seed = 0; seed < 2; seed++) {
      Report report =
          GradCheck.of(new Planted(bug.body(), bug.rule()), bug.point()).seed(seed).run();
      assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.WRONG);
    }
  }

  /** The largest element, whose rule gives every one of several largest the whole cotangent. */
  private record Largest(double share) implements ReductionOp, SingleOutput {
    @Override
    public ImmutableIntArray axes() {
      return ImmutableIntArray.of(0);
    }

    @Override
    public Scalar identity(DType dtype) {
      return Scalar.constant(dtype, Double.NEGATIVE_INFINITY);
    }

    @Override
    public Scalar combine(Scalar a, Scalar b) {
      return a.max(b);
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      Expr best = x.getFirst().equal(y).cast(dy.dtype());
      Expr count = best.sum();
      return List.of(
          dy.mul(best)
              .mul(Expr.where(count.greater(1), count.onesLike().mul(share), count.onesLike())));
    }
  }

  @Test
  void aMaximumThatIsWrongAtTiesIsFound() {
    for (double share : new double[] {1, 0, 0.9}) {
      Report report = GradCheck.check(new Largest(share), X);
      assertThat(report.verdict()).as("%s: %s", share, report).isEqualTo(Verdict.WRONG);
    }
  }

  @Test
  void oneWrongEntryInTenThousandIsFound() {
    int n = 10_000;
    for (double off : new double[] {1e-3, 1e-5}) {
      for (DType dtype : List.of(DType.F64, DType.F32)) {
        double[] factors = new double[n];
        Arrays.fill(factors, 1);
        factors[7654] = 1 + off;
        Rule rule =
            (x, _, dy) ->
                List.of(
                    dy.mul(x.getFirst().cos())
                        .mul(Expr.constant(Tensor.of(dy.dtype(), dy.shape(), factors))));
        Report report = GradCheck.check(new Planted(SIN, rule), Tensor.linspace(dtype, -1, 1, n));
        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.WRONG);
      }
    }
  }

  @Test
  void oneWrongEntryInTenThousandOfVeryUnequalOnesIsFound() {
    int n = 10_000;
    double[] factors = new double[n];
    Arrays.fill(factors, 1);
    factors[200] = 1.001;
    Rule rule =
        (_, y, dy) ->
            List.of(dy.mul(y).mul(Expr.constant(Tensor.of(dy.dtype(), dy.shape(), factors))));
    Function<List<Expr>, Expr> sum =
        xs -> Expr.apply(new Planted(x -> x.getFirst().exp(), rule), xs).sum();
    Report report = GradCheck.check(List.of(Tensor.linspace(DType.F64, -30, 0, n)), sum);
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.WRONG);
  }
}
