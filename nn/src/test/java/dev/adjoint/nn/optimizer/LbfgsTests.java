// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Parameters;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quasi-Newton steps beside those of PyTorch 2.13.0, which lbfgs_golden.py prints. */
class LbfgsTests {
  private static Expr rosenbrock(Expr p) {
    int n = p.shape().dim(0);
    Expr head = p.slice(0, 0, n - 1);
    Expr tail = p.slice(0, 1, n);
    return tail.sub(head.square()).square().mul(100).add(head.rsub(1).square()).sum();
  }

  private static Parameter start() {
    return Parameter.of("p", Tensor.of(-1.2, 1.0, 0.5));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, -0.6957904583723106, 0.7380729653882132, 0.7338634237605239",
    "2, 3, -0.8131479928242764, 0.7569949396404825, 0.6699693255386032",
    "3, 4, -0.9056738669736295, 0.8185746707682467, 0.5990435186738441",
    "5, 6, -0.8772845198432951, 0.7866907088075796, 0.6243305167079569",
    "8, 10, -0.8699931675507218, 0.7554440898038176, 0.5732837440942766",
    "12, 15, -0.6807940100656773, 0.4490205746426399, 0.18019931802229117",
    "20, 26, -0.13169823240007364, 0.006365163837974795, -0.027978875046176528",
    "30, 40, 0.6787322392499431, 0.45613867000353797, 0.16736810957422651"
  })
  void theStepsAreThoseOfPyTorch(int steps, int evaluations, double a, double b, double c) {
    Parameter p = start();
    Lbfgs.Minimum minimum =
        new Lbfgs(steps, 4, 1e-7, 1e-9).minimize(rosenbrock(p), Parameters.of(List.of(p)));
    assertThat(minimum.iterations()).isEqualTo(steps);
    assertThat(minimum.evaluations()).isEqualTo(evaluations);
    assertThat(p.value().toDoubleArray())
        .containsExactly(new double[] {a, b, c}, within(1e-9 * (1 << steps / 2)));
    assertThat(minimum.loss()).isEqualTo(rosenbrock(p).eval().item());
  }

  @Test
  void itEndsAtTheMinimumInBothDtypes() {
    for (DType dtype : List.of(DType.F64, DType.F32)) {
      Parameter p = Parameter.of("p", start().value().cast(dtype));
      Lbfgs.Minimum minimum = Lbfgs.of(200).minimize(rosenbrock(p), Parameters.of(List.of(p)));
      assertThat(minimum.iterations()).isLessThan(100);
      // It ends where the loss changes by less than 1e-9, in F32 by its rounding.
      double tolerance = dtype == DType.F64 ? 2e-5 : 2e-2;
      assertThat(p.value().cast(DType.F64).toDoubleArray())
          .containsExactly(new double[] {1, 1, 1}, within(tolerance));
    }
  }

  @Test
  void severalParametersAreChangedTogether() {
    Parameter w = Parameter.of("w", Tensor.of(5.0, -3.0).reshape(2, 1));
    Parameter b = Parameter.of("b", Tensor.scalar(2.0));
    Expr loss = w.sub(1).square().sum().add(b.add(4).square().mul(3)).add(w.sum().mul(b));
    Lbfgs.Minimum minimum = Lbfgs.of(50).minimize(loss, Parameters.of(List.of(w, b)));
    // 2(w − 1) + b = 0 and 6(b + 4) + w₁ + w₂ = 0.
    assertThat(b.value().item()).isCloseTo(-5.2, within(1e-6));
    assertThat(w.value().toDoubleArray()).containsExactly(new double[] {3.6, 3.6}, within(1e-6));
    assertThat(minimum.loss()).isEqualTo(loss.eval().item());
  }

  @Test
  void aFunctionThatHasNoValueBeyondAPointIsSearchedWithinIt() {
    Parameter x = Parameter.of("x", Tensor.scalar(30.0));
    Expr loss = x.sub(x.log());
    Lbfgs.of(100).minimize(loss, Parameters.of(List.of(x)));
    assertThat(x.value().item()).isCloseTo(1, within(1e-4));
  }

  @Test
  void whatCannotBeMinimisedIsNamed() {
    Parameter x = Parameter.of("x", Tensor.scalar(-1.0));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Lbfgs.of(5).minimize(x.log(), Parameters.of(List.of(x))))
        .withMessage("lbfgs: the loss is NaN at the first parameters; begin elsewhere");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lbfgs.of(5).minimize(x.square(), Parameters.of(List.of())))
        .withMessage("lbfgs: there are no parameters to change");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lbfgs.of(0))
        .withMessage("lbfgs: iterations and history must be positive: 0, 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lbfgs(1, 1, -1, 0))
        .withMessage("lbfgs: tolerances must not be negative: -1.0, 0.0");
  }
}
