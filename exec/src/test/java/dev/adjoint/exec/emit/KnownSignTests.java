// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import org.junit.jupiter.api.Test;

class KnownSignTests {
  private final Scalar x = Scalar.argument(0, DType.F32);
  private final Scalar y = Scalar.argument(1, DType.F32);

  private static KnownSign sign(Scalar body) {
    KnownSign[] signs = KnownSign.of(ScalarProgram.of(body).steps());
    return signs[signs.length - 1];
  }

  private int lowered(Scalar body) {
    return Lowering.lower(ScalarProgram.of(body)).steps().size();
  }

  @Test
  void squaresAndMagnitudesAreNotNegative() {
    assertThat(sign(x.mul(x))).isEqualTo(KnownSign.NOT_NEGATIVE);
    assertThat(sign(x.abs().mul(2))).isEqualTo(KnownSign.NOT_NEGATIVE);
    assertThat(sign(x.exp().add(y.abs()))).isEqualTo(KnownSign.NOT_NEGATIVE);
    assertThat(sign(x.less(y).select(x.abs(), y.mul(y)))).isEqualTo(KnownSign.NOT_NEGATIVE);
  }

  @Test
  void aNegativeFactorTurnsTheSign() {
    assertThat(sign(x.mul(x).neg())).isEqualTo(KnownSign.NOT_POSITIVE);
    assertThat(sign(x.mul(x).mul(-0.5))).isEqualTo(KnownSign.NOT_POSITIVE);
    assertThat(sign(x.abs().neg().div(y.mul(y).neg()))).isEqualTo(KnownSign.NOT_NEGATIVE);
  }

  /** As in {@code e^−|x|} of functions that are differentiated at 0, too. */
  @Test
  void aComparisonWithZeroTellsTheSignOfWhatItChooses() {
    Scalar zero = x.like(0);
    assertThat(sign(x.less(zero).select(x, x.neg()))).isEqualTo(KnownSign.NOT_POSITIVE);
    assertThat(sign(x.less(zero).select(x.neg(), x))).isEqualTo(KnownSign.NOT_NEGATIVE);
    assertThat(sign(zero.less(x).select(x, x.neg()))).isEqualTo(KnownSign.NOT_NEGATIVE);
    assertThat(sign(x.less(zero).select(x, zero.neg().sub(x)))).isEqualTo(KnownSign.UNKNOWN);
    assertThat(sign(x.less(zero).select(y, y.neg()))).isEqualTo(KnownSign.UNKNOWN);
    assertThat(sign(x.less(x.like(1)).select(x, x.neg()))).isEqualTo(KnownSign.UNKNOWN);
    assertThat(sign(x.lessEqual(zero).select(x, x.neg()))).isEqualTo(KnownSign.UNKNOWN);
  }

  @Test
  void nothingIsSaidOfWhatMayHaveEitherSign() {
    assertThat(sign(x)).isEqualTo(KnownSign.UNKNOWN);
    assertThat(sign(x.mul(y))).isEqualTo(KnownSign.UNKNOWN);
    assertThat(sign(x.abs().sub(y.abs()))).isEqualTo(KnownSign.UNKNOWN);
    assertThat(sign(x.abs().neg().add(y.abs()))).isEqualTo(KnownSign.UNKNOWN);
    assertThat(sign(x.less(y).select(x.abs(), y))).isEqualTo(KnownSign.UNKNOWN);
  }

  @Test
  void theExponentialOfWhatIsNotPositiveTakesFewerSteps() {
    int anySign = lowered(x.mul(x).exp());
    assertThat(lowered(x.mul(x).neg().exp())).isLessThan(anySign);
    assertThat(lowered(x.abs().neg().exp())).isLessThan(anySign);
    assertThat(lowered(x.less(x.like(0)).select(x, x.neg()).exp())).isLessThan(anySign + 3);
  }
}
