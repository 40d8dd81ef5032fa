// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.Sorting;
import dev.adjoint.ops.op.elementwise.Floor;
import dev.adjoint.ops.op.elementwise.Less;
import dev.adjoint.ops.op.elementwise.Mul;
import dev.adjoint.ops.op.elementwise.StopGradient;
import dev.adjoint.ops.op.reduce.ArgMax;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a check says of functions whose rules are right. */
class GradCheckTests {
  private static final Tensor X = Tensor.of(0.3, -1.2, 1.7);

  private static void assertDoubt(Report report, Kind kind) {
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.findings()).as(report.toString()).extracting(Finding::kind).contains(kind);
    assertThat(report.passed()).isFalse();
  }

  @Test
  void aFunctionOfSeveralArgumentsPasses() {
    Tensor w = Tensor.of(DType.F64, Shape.of(3, 2), 0.1, -0.4, 0.8, 1.3, -0.7, 0.2);
    Tensor rows = Tensor.of(0, 1, 0);
    GradCheck.of(List.of(X, w, rows), xs -> xs.get(0).matmul(xs.get(1)).tanh().gather(0, xs.get(2)))
        .order(3)
        .assertCorrect();
  }

  @Test
  void aFunctionInF32IsCheckedWithTheSharpnessOfF32() {
    Report right = GradCheck.check(List.of(X.cast(DType.F32)), xs -> xs.getFirst().sin().exp());
    assertThat(right.verdict()).as(right.toString()).isEqualTo(Verdict.CORRECT);
    Report wrong =
        GradCheck.check(
            List.of(X.cast(DType.F32)),
            xs -> {
              Expr y = xs.getFirst().sin();
              return y.add(y.sub(y.stopGradient()).mul(0.01));
            });
    assertThat(wrong.verdict()).as(wrong.toString()).isEqualTo(Verdict.WRONG);
  }

  @Test
  void aDerivativeBetweenTheSlopesOfAKinkPassesWithANote() {
    Report report = GradCheck.check(List.of(Tensor.of(-1.0, 0, 2)), xs -> xs.getFirst().abs());
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.CORRECT);
    assertThat(report.notes())
        .containsExactly(
            "1 entries lie at a kink; each is between the slopes on both sides of it",
            "not settled: the gradient by x0 at order 2 cannot be checked at a kink or jump in 1 of"
                + " 3 entries, most at [1]: analytic 0.000000000, numeric NaN ± 0.0");
  }

  @Test
  void aJumpIsNotPassed() {
    assertDoubt(
        GradCheck.check(
            List.of(Tensor.of(-0.5, 1.0, 0.3)),
            xs -> xs.getFirst().floor().add(xs.getFirst().mul(2))),
        Kind.NOT_SMOOTH);
  }

  @Test
  void aCuspIsNotPassed() {
    assertDoubt(
        GradCheck.check(List.of(Tensor.of(0.0, 1)), xs -> xs.getFirst().abs().sqrt()),
        Kind.NOT_SMOOTH);
  }

  @Test
  void aPointOfIntegersIsCheckedAsRealNumbers() {
    Report report = GradCheck.check(List.of(Tensor.of(1, 2, 3)), xs -> xs.getFirst().square());
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.CORRECT);
    assertThat(report.entries()).filteredOn(e -> e.order() == 1).hasSize(3);
    assertThat(report.notes()).containsExactly("x0 was given as i32[3] and is checked as f64");
    assertThat(
            GradCheck.check(
                    List.of(Tensor.of(1, 2)), xs -> xs.getFirst().mul(xs.getFirst().stopGradient()))
                .verdict())
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void anOpAppliedToIntegersIsCheckedOnRealNumbers() {
    Report report = GradCheck.check(new Mul(), Tensor.of(1, 2), Tensor.of(3, 4));
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.CORRECT);
    assertThat(report.entries()).filteredOn(e -> e.order() == 1).hasSize(4);
  }

  @Test
  void aPointOfIntegersThatTheFunctionNeedsIsRefused() {
    Expr table = Expr.constant(X);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> GradCheck.check(List.of(Tensor.of(1, 2)), xs -> table.gather(0, xs.getFirst())))
        .withMessageStartingWith(
            "gradcheck: the point is of integers, [i32[2]], by which nothing is differentiable, and"
                + " the function does not take them as f64: gather: ")
        .withMessageEndingWith("; give floating values, such as 1.0");
  }

  @Test
  void integersBesideRealNumbersAreNoted() {
    Report report =
        GradCheck.check(List.of(X, Tensor.of(2, 0)), xs -> xs.get(0).gather(0, xs.get(1)));
    assertThat(report.verdict()).isEqualTo(Verdict.CORRECT);
    assertThat(report.notes()).contains("x1 is i32[2]: nothing is differentiated by it");
  }

  @Test
  void aPointWithoutTensorsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GradCheck.check(List.of(), _ -> Expr.constant(X)))
        .withMessage("gradcheck: the point has no tensor; give a value for each argument");
  }

  @Test
  void anArgumentThatTheFunctionIgnoresIsFound() {
    Report report = GradCheck.check(List.of(X, X), xs -> xs.get(1).sin());
    assertDoubt(report, Kind.VACUOUS);
    assertThat(report.findings().getFirst().message())
        .isEqualTo("the function does not use x0: no rule was checked for it");
    assertDoubt(GradCheck.check(List.of(X), _ -> Expr.constant(X)), Kind.VACUOUS);
  }

  @Test
  void anArgumentWithoutEntriesIsFound() {
    Report report =
        GradCheck.check(List.of(Tensor.of(new double[0])), xs -> xs.getFirst().sin().sum());
    assertDoubt(report, Kind.VACUOUS);
    assertThat(report.findings().getFirst().message())
        .isEqualTo("x0 has no entries: no rule was checked for it");
  }

  @Test
  void outputsThatAreZeroWhateverTheArgumentAreFound() {
    assertDoubt(GradCheck.check(List.of(X), xs -> xs.getFirst().mul(0)), Kind.VACUOUS);
  }

  @Test
  void aKinkNearbyIsSteppedAround() {
    GradCheck.of(
            List.of(Tensor.of(1e-3, -1e-5, 1e-7)),
            xs -> xs.getFirst().relu().add(xs.getFirst().exp()))
        .assertCorrect();
  }

  @Test
  void allowedFindingsPass() {
    GradCheck.of(List.of(Tensor.of(-1.0, 0, 2)), xs -> xs.getFirst().abs())
        .allowing(Kind.NOT_SMOOTH)
        .assertCorrect();
  }

  @Test
  void errorsCannotBeAllowed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GradCheck.of(new Floor(), X).allowing(Kind.MISMATCH))
        .withMessage("an error cannot be allowed: mismatch");
  }

  @Test
  void aValueThatIsNotFiniteIsNotPassed() {
    assertDoubt(
        GradCheck.check(List.of(Tensor.of(-1.0, 2)), xs -> xs.getFirst().log()), Kind.UNDEFINED);
  }

  @Test
  void theEndOfTheDomainIsNotPassed() {
    assertDoubt(
        GradCheck.check(List.of(Tensor.of(0.0, 2)), xs -> xs.getFirst().pow(2.5)), Kind.UNDEFINED);
  }

  @Test
  void pointsCloseToTheEndOfTheDomainPass() {
    GradCheck.of(List.of(Tensor.of(1e-9, 1e-3, 2)), xs -> xs.getFirst().log()).assertCorrect();
  }

  @Test
  void gradientsThatVanishEverywhereProveNothing() {
    assertDoubt(
        GradCheck.check(List.of(Tensor.of(-1.0, -2)), xs -> xs.getFirst().relu()), Kind.VACUOUS);
  }

  @Test
  void aDerivativeUnderRoundingIsToldByTheFormulaAlone() {
    Tensor x = Tensor.of(0.3, 1.2);
    GradCheck.of(List.of(x), xs -> xs.getFirst().sin().add(1e13).sub(1e13)).assertCorrect();
    assertDoubt(
        GradCheck.check(List.of(x), xs -> Sorting.sort(xs.getFirst(), 0).values().add(1e17)),
        Kind.UNRESOLVED);
  }

  @Test
  void hugeMasksDoNotHideDerivatives() {
    Expr mask = Expr.constant(Tensor.of(0.0, -1e30, 0));
    Report right = GradCheck.check(List.of(X), xs -> xs.getFirst().add(mask).softmax(0));
    assertThat(right.verdict()).as(right.toString()).isEqualTo(Verdict.CORRECT);
  }

  @Test
  void comparisonsAndArgmaxAreNotDifferentiable() {
    assertThat(GradCheck.check(new Less(), X, Tensor.of(0.0, 1, 2)).verdict())
        .isEqualTo(Verdict.NOT_DIFFERENTIABLE);
    assertThat(GradCheck.check(new ArgMax(0), X).verdict()).isEqualTo(Verdict.NOT_DIFFERENTIABLE);
    assertThat(GradCheck.check(new Floor(), X).verdict()).isEqualTo(Verdict.NOT_DIFFERENTIABLE);
  }

  @Test
  void stoppingAGradientIsNoTrueDerivative() {
    assertThat(GradCheck.check(new StopGradient(), X).verdict()).isEqualTo(Verdict.WRONG);
  }

  @Test
  void functionWithAnotherValueEachTimeIsFound() {
    AtomicInteger calls = new AtomicInteger();
    record Counter(AtomicInteger calls) implements KernelOp, SingleOutput {
      @Override
      public ImmutableList<TensorType> infer(List<TensorType> inputs) {
        return ImmutableList.copyOf(inputs);
      }

      @Override
      public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
        return (Buffer[] in, Buffer[] out, Workers _) -> {
          for (int i = 0; i < in[0].size(); i++) {
            out[0].setDouble(i, in[0].getDouble(i) + calls.getAndIncrement());
          }
        };
      }

      @Override
      public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
        return List.of(dy);
      }
    }
    Report report = GradCheck.check(new Counter(calls), X);
    assertThat(report.has(Kind.NOT_DETERMINISTIC)).as(report.toString()).isTrue();
  }

  @Test
  void functionThatIsBuiltDifferentlyEachTimeIsFound() {
    AtomicInteger calls = new AtomicInteger();
    Report report = GradCheck.check(List.of(X), xs -> xs.getFirst().mul(calls.incrementAndGet()));
    assertThat(report.has(Kind.NOT_DETERMINISTIC)).as(report.toString()).isTrue();
  }

  @Test
  void tinyAndHugeNumbersAreCheckedAlike() {
    GradCheck.of(
            List.of(Tensor.of(1e-12, 3e-5, 0.2, 40, 1e5, 1e9)),
            xs -> xs.getFirst().square().mul(3).add(xs.getFirst().log()))
        .order(2)
        .assertCorrect();
  }

  @Test
  void theSameSeedGivesTheSameReport() {
    GradCheck check = GradCheck.of(List.of(X), xs -> xs.getFirst().sin()).seed(3);
    assertThat(check.run()).isEqualTo(check.run());
    assertThat(check.seed(4).run()).isNotEqualTo(check.run());
  }

  @Test
  void theReportNamesEachEntry() {
    Report report =
        GradCheck.of(
                List.of(Tensor.of(1.0, 2)),
                xs -> {
                  Expr x = xs.getFirst();
                  return x.square()
                      .add(x.sub(x.stopGradient()).mul(Expr.constant(Tensor.of(0.0, 1))));
                })
            .named("square")
            .run();
    assertThat(report.toString().lines())
        .first()
        .isEqualTo("gradcheck of square: wrong (order 1, seed 0, 2 entries)");
    assertThat(report.toString().lines().filter(l -> l.contains("← mismatch")))
        .singleElement()
        .asString()
        .containsPattern(
            "1\\s+given\\s+x0\\s+\\[1]\\s+-?[0-9.]+\\s+-?[0-9.]+\\s+\\S+\\s+\\S+\\s+←");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(report::orThrow)
        .withMessage(report.toString());
  }

  @Test
  void toleranceAllowsARuleThatApproximates() {
    GradCheck check =
        GradCheck.of(
            List.of(X),
            xs -> {
              Expr x = xs.getFirst();
              return x.mul(3).add(x.sub(x.stopGradient()).mul(1e-3));
            });
    assertThat(check.run().verdict()).isEqualTo(Verdict.WRONG);
    check.tolerance(1e-3).assertCorrect();
  }
}
