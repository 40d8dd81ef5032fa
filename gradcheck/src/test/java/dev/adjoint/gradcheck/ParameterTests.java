// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks of a loss by the parameters that it reads. */
class ParameterTests {
  private final Tensor weights = Tensor.of(DType.F32, Shape.of(2, 2), 0.3, -0.7, 1.1, 0.4);
  private final Parameter weight = Parameter.of("weight", weights);
  private final Parameter bias = Parameter.of("bias", Tensor.of(0.1f, -0.2f));
  private final State mean = State.of("mean", Tensor.of(0.5f, 0.25f));
  private final Expr x = Expr.constant(Tensor.of(DType.F32, Shape.of(1, 2), 0.34, 0.56));

  private Expr loss() {
    return x.sub(mean).matmul(weight).add(bias).tanh().square().sum();
  }

  @Test
  void aLossIsCheckedByItsParameters() {
    Report report = GradCheck.of(loss(), weight, bias).order(2).run();
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.CORRECT);
    assertThat(report.entries().stream().map(Entry::input)).contains("weight", "bias");
    assertThat(report.notes()).contains("mean, f32[2], is read but not checked");
    assertThat(GradCheck.of(loss(), List.of(weight, bias)).order(2).run()).isEqualTo(report);
  }

  @Test
  void valuesStayAsTheyAre() {
    GradCheck.of(loss(), weight, bias).run();
    assertThat(weight.value()).isEqualTo(weights);
    GradCheck.of(loss().add(weight.sub(weight.stopGradient()).sum()), weight).run();
    assertThat(weight.value()).isEqualTo(weights);
    assertThat(mean.value()).isEqualTo(Tensor.of(0.5f, 0.25f));
  }

  @Test
  void theValuesAtTheTimeOfTheCheckCount() {
    GradCheck check = GradCheck.of(bias.relu().sum(), bias);
    bias.set(Tensor.of(-1f, -2f));
    assertThat(check.run().has(Kind.VACUOUS)).isTrue();
    bias.set(Tensor.of(1f, 2f));
    check.assertCorrect();
  }

  @Test
  void aWrongRuleIsFound() {
    Expr w = weight.add(weight.sub(weight.stopGradient()).mul(1e-3));
    Report report = GradCheck.of(x.matmul(w).tanh().sum(), weight).run();
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.WRONG);
  }

  @Test
  void aParameterThatTheLossDoesNotReadIsFound() {
    Report report = GradCheck.of(weight.square().sum(), weight, bias).run();
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.findings().getFirst().message())
        .isEqualTo("the function does not use bias: no rule was checked for it");
  }

  @Test
  void whatCannotBeCheckedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GradCheck.of(loss(), List.of()))
        .withMessage("gradcheck: no parameter is given; list those to differentiate by");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GradCheck.of(Expr.input("x", 2).mul(bias), bias))
        .withMessage(
            "gradcheck: the loss depends on inputs [\"x\"], which have no value; make them"
                + " constants");
  }
}
