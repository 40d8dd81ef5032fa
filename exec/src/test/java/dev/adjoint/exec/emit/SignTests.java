package dev.adjoint.exec.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import org.junit.jupiter.api.Test;

class SignTests {
  private final Scalar x = Scalar.argument(0, DType.F32);
  private final Scalar y = Scalar.argument(1, DType.F32);

  private static Sign sign(Scalar body) {
    Sign[] signs = Sign.of(ScalarProgram.of(body).steps());
    return signs[signs.length - 1];
  }

  private int lowered(Scalar body) {
    ScalarProgram program = ScalarProgram.of(body);
    ImmutableIntArray last = ImmutableIntArray.of(program.steps().size() - 1);
    return Lowering.lower(
            new LoopBody(ImmutableList.of(DType.F32, DType.F32), program.steps(), last))
        .steps()
        .size();
  }

  @Test
  void squaresAndMagnitudesAreNotNegative() {
    assertThat(sign(x.mul(x))).isEqualTo(Sign.NOT_NEGATIVE);
    assertThat(sign(x.abs().mul(2))).isEqualTo(Sign.NOT_NEGATIVE);
    assertThat(sign(x.exp().add(y.abs()))).isEqualTo(Sign.NOT_NEGATIVE);
    assertThat(sign(x.less(y).select(x.abs(), y.mul(y)))).isEqualTo(Sign.NOT_NEGATIVE);
  }

  @Test
  void aNegativeFactorTurnsTheSign() {
    assertThat(sign(x.mul(x).neg())).isEqualTo(Sign.NOT_POSITIVE);
    assertThat(sign(x.mul(x).mul(-0.5))).isEqualTo(Sign.NOT_POSITIVE);
    assertThat(sign(x.abs().neg().div(y.mul(y).neg()))).isEqualTo(Sign.NOT_NEGATIVE);
  }

  @Test
  void nothingIsSaidOfWhatMayHaveEitherSign() {
    assertThat(sign(x)).isEqualTo(Sign.UNKNOWN);
    assertThat(sign(x.mul(y))).isEqualTo(Sign.UNKNOWN);
    assertThat(sign(x.abs().sub(y.abs()))).isEqualTo(Sign.UNKNOWN);
    assertThat(sign(x.abs().neg().add(y.abs()))).isEqualTo(Sign.UNKNOWN);
    assertThat(sign(x.less(y).select(x.abs(), y))).isEqualTo(Sign.UNKNOWN);
  }

  @Test
  void theExponentialOfWhatIsNotPositiveTakesFewerSteps() {
    int anySign = lowered(x.mul(x).exp());
    assertThat(lowered(x.mul(x).neg().exp())).isLessThan(anySign);
    assertThat(lowered(x.abs().neg().exp())).isLessThan(anySign);
  }
}
