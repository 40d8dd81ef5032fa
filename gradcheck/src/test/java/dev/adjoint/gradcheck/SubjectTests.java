// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.autodiff.ParametricFunction;
import dev.adjoint.autodiff.ParametricLoss;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** What may be handed over to be checked, and to which order it is. */
class SubjectTests {
  private static final Tensor A = Tensor.of(0.5, -1, 2);
  private static final Tensor B = Tensor.of(3.0, 0.25, -0.5);

  @Test
  void aFunctionMayStandBeforeItsPoint() {
    assertPassed(GradCheck.check(x -> x.tanh(), A));
    assertPassed(GradCheck.check(Expr::tanh, A));
    assertPassed(GradCheck.check((a, b) -> a.mul(b).sin(), A, B));
    assertPassed(GradCheck.check(Expr::atan2, A, B));
    assertPassed(GradCheck.check(xs -> xs.get(0).mul(xs.get(1)), List.of(A, B)));
  }

  @Test
  void aWrongFunctionIsFoundInEachForm() {
    BinaryOperator<Expr> wrong = (a, b) -> a.mul(b.stopGradient());
    List<Report> reports =
        List.of(
            GradCheck.check(x -> wrong.apply(x, x), A),
            GradCheck.check(x -> wrong.apply(x, x), 0.5, 2),
            GradCheck.check(wrong, A, B),
            GradCheck.check(xs -> wrong.apply(xs.get(0), xs.get(1)), List.of(A, B)));
    assertThat(reports).allSatisfy(r -> assertThat(r.verdict()).isEqualTo(Verdict.WRONG));
  }

  @Test
  void numbersWithoutAPointAreReal() {
    assertThat(GradCheck.check(x -> x.sin(), 1)).isEqualTo(GradCheck.check(x -> x.sin(), 1.0));
    assertPassed(GradCheck.check(x -> x.square(), 1, 2, 3));
  }

  @Test
  void theSecondOrderIsCheckedWhereThatIsQuick() {
    assertThat(GradCheck.check(x -> x.sin(), A).order()).isEqualTo(2);
    Report large = GradCheck.check(x -> x.sin().sum(), Tensor.linspace(DType.F64, -1, 1, 50_000));
    assertThat(large.order()).isEqualTo(1);
    assertThat(large.verdict()).isEqualTo(Verdict.CORRECT);
    assertThat(large.notes())
        .contains(
            "the second derivative was not checked, as that takes long here; ask for it with"
                + " order(2)");
  }

  private static void assertPassed(Report report) {
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.CORRECT);
  }

  /** {@code tanh(x·w + b)}, whose gradient by the bias may be wrong in training. */
  private record Affine(Parameter weight, Parameter bias, double off)
      implements ParametricFunction {
    static Affine of(double off, double... weight) {
      return new Affine(
          Parameter.of("w", Tensor.of(DType.F32, Shape.of(weight.length / 3, 3), weight)),
          Parameter.of("b", Tensor.of(0.1f, 0.2f, -0.3f)),
          off);
    }

    @Override
    public Expr apply(Expr x) {
      return x.matmul(weight).add(bias).tanh();
    }

    @Override
    public Expr applyInTraining(Expr x) {
      return apply(x).add(bias.sub(bias.stopGradient()).mul(off));
    }

    @Override
    public ImmutableMap<String, Parameter> trainedParameters() {
      return ImmutableMap.of("inner.weight", weight, "inner.bias", bias);
    }
  }

  @Test
  void aLayerIsCheckedByItsInputAndItsParameters() {
    Affine layer = Affine.of(0, 0.5, -1, 2, 0.25, 1.5, -0.75);
    Report report = GradCheck.of(layer).run();
    assertPassed(report);
    assertThat(report.name()).isEqualTo("Affine");
    assertThat(report.notes()).contains("x was chosen as f32[3, 2]");
    assertThat(report.entries().stream().map(Entry::input))
        .contains("x", "inner.weight", "inner.bias");
    assertPassed(GradCheck.of(layer, Tensor.of(DType.F32, Shape.of(1, 2), 1, 2)).run());
    assertThat(GradCheck.of(layer, Tensor.of(DType.F64, Shape.of(1, 2), 1, 2)).run().notes())
        .contains("x was given as f64[1, 2] and is checked as f32");
    assertThat(weights(layer)).containsExactly(0.5, -1, 2, 0.25, 1.5, -0.75);
  }

  private static double[] weights(Affine layer) {
    return layer.weight().value().toDoubleArray();
  }

  @Test
  void whatIsWrongInTrainingAloneIsFound() {
    Report report = GradCheck.of(Affine.of(0.25, 0.5, -1, 2)).run();
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.WRONG);
    assertThat(report.findings().getFirst().message()).contains("by inner.bias differs");
  }

  @Test
  void aLayerThatTakesNoGuessedInputAsksForOne() {
    ParametricFunction picky =
        new ParametricFunction() {
          @Override
          public Expr apply(Expr x) {
            return x.reshape(7, 11);
          }

          @Override
          public Expr applyInTraining(Expr x) {
            return apply(x);
          }

          @Override
          public ImmutableMap<String, Parameter> trainedParameters() {
            return ImmutableMap.of();
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GradCheck.of(picky).named("picky").run())
        .withMessageStartingWith("gradcheck: no input was found that ")
        .withMessageEndingWith(" takes; give one: GradCheck.of(layer, x)");
    assertPassed(GradCheck.of(picky, Tensor.linspace(DType.F64, -1, 1, 77)).run());
  }

  /** The square of what a parameter is off the mean of a batch. */
  private record Mean(Parameter of) implements ParametricLoss<Tensor> {
    @Override
    public Expr loss(Tensor batch) {
      return of.sub(Expr.constant(batch).mean(0)).square().sum();
    }

    @Override
    public ImmutableMap<String, Parameter> trainedParameters() {
      return ImmutableMap.of("mean", of);
    }
  }

  @Test
  void aModelIsCheckedOnABatch() {
    Mean model = new Mean(Parameter.of("m", Tensor.of(1f, 2f)));
    Tensor batch = Tensor.of(DType.F32, Shape.of(3, 2), 1, 2, 3, 4, 5, 7);
    Report report = GradCheck.of(model, batch).run();
    assertPassed(report);
    assertThat(report.entries().getFirst().input()).isEqualTo("mean");
  }

  @Test
  void nothingIsRefusedByName() {
    assertRefused(() -> GradCheck.check(x -> x, (Tensor) null), "value 0 is null");
    assertRefused(() -> GradCheck.of((ParametricFunction) null), "the layer is null");
    assertRefused(() -> GradCheck.of(Affine.of(0, 1, 2, 3), null), "the input is null");
  }

  private static void assertRefused(Runnable call, String what) {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(call::run))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining(what);
  }
}
