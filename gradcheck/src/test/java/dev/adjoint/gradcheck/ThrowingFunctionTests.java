// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What a check says of functions whose kernels throw outside of their domain. */
class ThrowingFunctionTests {
  /** How a cotangent comes back: {@code x} and {@code dy} to {@code dx}. */
  private interface Rule {
    Expr vjp(Expr x, Expr dy);
  }

  /** A function of each element that throws where it is not defined. */
  private record Partial(
      String says, DoublePredicate domain, DoubleUnaryOperator function, Rule rule)
      implements KernelOp, SingleOutput {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(inputs.getFirst());
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (in, out, _) -> run(in[0], out[0]);
    }

    private void run(Buffer x, Buffer y) {
      for (int i = 0; i < x.size(); i++) {
        if (!domain.test(x.getDouble(i))) {
          throw new ArithmeticException(says);
        }
        y.setDouble(i, function.applyAsDouble(x.getDouble(i)));
      }
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      return List.of(rule.vjp(x.getFirst(), dy));
    }

    /** Returns the op applied. */
    Expr of(Expr x) {
      return Expr.apply(this, x);
    }
  }

  private static final String SAYS = "arcsine: not in [-1, 1]";

  /** {@code x·√(1 − x²)}, which at the ends of its domain is 0. */
  private static Partial partial(Rule rule) {
    return new Partial(SAYS, x -> -1 <= x && x <= 1, x -> x * StrictMath.sqrt(1 - x * x), rule);
  }

  private static final Partial RIGHT =
      partial((x, dy) -> {
        Expr rest = x.square().neg().add(1);
        return dy.mul(x.square().mul(-2).add(1)).div(rest.sqrt());
      });

  private static void assertVerdict(Report report, Verdict verdict) {
    assertThat(report.verdict()).as(report.toString()).isEqualTo(verdict);
  }

  @Test
  void insideOfTheDomainNarrowStepsAreTaken() {
    assertVerdict(GradCheck.check(RIGHT, Tensor.of(0.3, -0.9, 0.99)), Verdict.CORRECT);
    assertVerdict(GradCheck.of(RIGHT, Tensor.of(0.3, -0.9)).order(2).run(), Verdict.CORRECT);
    assertVerdict(GradCheck.check(RIGHT, Tensor.of(0.3, -0.9).cast(DType.F32)), Verdict.CORRECT);
  }

  @Test
  void outsideOfTheDomainTheReasonIsTold() {
    Report report = GradCheck.check(RIGHT, Tensor.of(0.3, 1.5));
    assertVerdict(report, Verdict.INCONCLUSIVE);
    assertThat(report.findings())
        .containsExactly(new Finding(Kind.UNDEFINED, "the function throws at the point: " + SAYS));
  }

  @Test
  void atTheEdgeOfTheDomainTheReasonIsTold() {
    Partial line = new Partial(SAYS, x -> x <= 1, x -> 3 * x, (_, dy) -> dy.mul(3));
    Report report = GradCheck.check(line, Tensor.of(0.3, 1));
    assertVerdict(report, Verdict.INCONCLUSIVE);
    assertThat(report.findings())
        .singleElement()
        .satisfies(f -> {
          assertThat(f.kind()).isEqualTo(Kind.UNDEFINED);
          assertThat(f.message())
              .startsWith(
                  "the gradient by x0 cannot be checked where the function is not finite in 1 of 2"
                      + " entries, most at [1]:")
              .endsWith("; near the point the function throws: " + SAYS);
        });
  }

  @Test
  void aWrongRuleIsFoundAllTheSame() {
    Partial wrong = partial((x, dy) -> dy.mul(x.square().mul(-2).add(1)));
    Report report = GradCheck.check(wrong, Tensor.of(0.3, -0.9));
    assertVerdict(report, Verdict.WRONG);
    assertThat(report.has(Kind.MISMATCH)).isTrue();
  }

  @Test
  void aRuleThatThrowsWhereTheFunctionIsSmoothIsWrong() {
    Partial never = new Partial("no gradient", _ -> false, x -> x, (_, dy) -> dy);
    Partial rule = new Partial(SAYS, x -> x <= 1, x -> 3 * x, (_, dy) -> never.of(dy.mul(3)));
    Report report = GradCheck.check(rule, Tensor.of(0.3, 0.5));
    assertVerdict(report, Verdict.WRONG);
    assertThat(report.findings()).extracting(Finding::kind).contains(Kind.NOT_FINITE);
    assertThat(report.toString()).contains("; the gradient throws: no gradient");
  }

  @Test
  void aRuleThatThrowsForLargeCotangentsIsNotLinear() {
    Partial small = new Partial("too large", x -> Math.abs(x) < 1e5, x -> x, (_, dy) -> dy);
    Partial rule = new Partial(SAYS, x -> x <= 1, x -> 3 * x, (_, dy) -> small.of(dy.mul(3)));
    Report report = GradCheck.check(rule, Tensor.of(0.3, 0.5));
    assertVerdict(report, Verdict.WRONG);
    assertThat(report.toString())
        .contains("not linear: the gradient for the cotangent 2^20·dy is not")
        .contains("; the gradient throws: too large");
  }

  @Test
  void constantsThatAKernelRefusesAreTold() {
    Report report =
        GradCheck.check(
            List.of(Tensor.of(0.3)),
            xs -> RIGHT.of(Expr.constant(Tensor.of(2.0))).mul(xs.getFirst()));
    assertVerdict(report, Verdict.INCONCLUSIVE);
    assertThat(report.toString()).contains("the function throws at the point: " + SAYS);
  }

  @Test
  void aRuleWithConstantsThatAKernelRefusesIsWrong() {
    Partial rule =
        new Partial(
            SAYS,
            x -> x <= 1,
            x -> 3 * x,
            (_, dy) -> dy.mul(RIGHT.of(Expr.constant(Tensor.of(2.0, 2.0)))));
    assertVerdict(GradCheck.check(rule, Tensor.of(0.3, 0.5)), Verdict.WRONG);
  }

  @Test
  void anIndexThatLeavesItsRangeIsNoMoreThanADifferenceLost() {
    Expr table = Expr.constant(Tensor.of(1.0, 2, 3, 4));
    Report report =
        GradCheck.check(
            List.of(Tensor.of(3.9, 0.1)),
            xs -> {
              Expr x = xs.getFirst();
              return table.gather(0, x.floor().cast(DType.I32)).mul(x).sin();
            });
    assertVerdict(report, Verdict.CORRECT);
  }

  @Test
  void largeGradientsAndOtherOpsAroundAreChecked() {
    double[] values = new double[400];
    Arrays.setAll(values, i -> StrictMath.sin(i) * 0.95);
    Tensor x = Tensor.of(DType.F64, Shape.of(20, 20), values);
    assertVerdict(
        GradCheck.check(List.of(x), xs -> RIGHT.of(xs.getFirst()).matmul(xs.getFirst()).tanh()),
        Verdict.CORRECT);
  }
}
