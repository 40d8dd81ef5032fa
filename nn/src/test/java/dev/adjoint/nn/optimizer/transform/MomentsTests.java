// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The checks and corrections that scalings by moments share. */
class MomentsTests {

  @Test
  void errorsNameTheTransformAndTheNumber() {
    assertError(() -> new Momentum(-0.1, false), "momentum: the decay must lie in [0, 1): -0.1");
    assertError(() -> new ScaleByRms(1, 1e-8), "rms: the decay must lie in [0, 1): 1.0");
    assertError(() -> new ScaleByRms(0.9, 0), "rms: epsilon must be positive: 0.0");
    assertError(() -> new ScaleByAdadelta(1, 1), "adadelta: the decay must lie in [0, 1): 1.0");
    assertError(() -> new ScaleByAdadelta(0.9, 0), "adadelta: epsilon must be positive: 0.0");
    assertError(() -> new ScaleByAdagrad(0, 0), "adagrad: epsilon must be positive: 0.0");
    assertError(() -> new ScaleByAdam(1, 0, 1), "adam: beta1 must lie in [0, 1): 1.0");
    assertError(() -> new ScaleByAdam(0, 1, 1), "adam: beta2 must lie in [0, 1): 1.0");
    assertError(() -> new ScaleByAdam(0, 0, 0), "adam: epsilon must be positive: 0.0");
    assertError(() -> new ScaleByAdamax(1, 0, 1), "adamax: beta1 must lie in [0, 1): 1.0");
    assertError(() -> new ScaleByAdamax(0, 1, 1), "adamax: beta2 must lie in [0, 1): 1.0");
    assertError(() -> new ScaleByAdamax(0, 0, 0), "adamax: epsilon must be positive: 0.0");
    assertError(() -> new ScaleByNadam(1, 0, 1, 0), "nadam: beta1 must lie in [0, 1): 1.0");
    assertError(() -> new ScaleByNadam(0, 1, 1, 0), "nadam: beta2 must lie in [0, 1): 1.0");
    assertError(() -> new ScaleByNadam(0, 0, 0, 0), "nadam: epsilon must be positive: 0.0");
    assertError(() -> new ScaleByRAdam(1, 0.9, 1, 4), "radam: beta1 must lie in [0, 1): 1.0");
    assertError(() -> new ScaleByRAdam(0, 0.6, 1, 4), "radam: beta2 must lie in (0.6, 1): 0.6");
    assertError(() -> new ScaleByRAdam(0, 0.9, 0, 4), "radam: epsilon must be positive: 0.0");
    ScaleByAmsGrad.Form form = ScaleByAmsGrad.Form.UNCORRECTED;
    assertError(() -> new ScaleByAmsGrad(1, 0, 1, form), "amsgrad: beta1 must lie in [0, 1): 1.0");
    assertError(() -> new ScaleByAmsGrad(0, 1, 1, form), "amsgrad: beta2 must lie in [0, 1): 1.0");
    assertError(() -> new ScaleByAmsGrad(0, 0, 0, form), "amsgrad: epsilon must be positive: 0.0");
  }

  @Test
  void notANumberIsNoDecay() {
    assertError(() -> new ScaleByRms(Double.NaN, 1e-8), "rms: the decay must lie in [0, 1): NaN");
    assertError(() -> new ScaleByRms(0.9, Double.NaN), "rms: epsilon must be positive: NaN");
  }

  @Test
  void theComplementKeepsTheDigitsOfF64() {
    Expr complement = Moments.complement(0.999, Expr.constant(DType.F64, 1));
    assertThat(complement.eval().toDoubleArray()).containsExactly(1 - 0.999);
    assertThat((double) (1 - 0.999f)).isNotEqualTo(1 - 0.999);
  }

  private static void assertError(Supplier<GradientTransform> transform, String message) {
    assertThatIllegalArgumentException().isThrownBy(transform::get).withMessage(message);
  }
}
