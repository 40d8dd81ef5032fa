// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VariableTests {
  private final float[] initial = {1, 2};
  private final Variable variable = new Variable("w", Tensor.wrap(Shape.of(2), initial));

  @Test
  void theInitialValueIsCopied() {
    initial[0] = 9;
    assertThat(variable.value()).isEqualTo(Tensor.of(1f, 2f));
  }

  @Test
  void aValueThatWasReadDoesNotChangeWithTheVariable() {
    Tensor before = variable.value();
    variable.set(Tensor.of(3f, 4f));
    assertThat(before).isEqualTo(Tensor.of(1f, 2f));
    assertThat(variable.value()).isEqualTo(Tensor.of(3f, 4f));
    assertThat(variable.buffer().f32()).containsExactly(3, 4);
  }

  @Test
  void aValueOfAnotherTypeIsRefused() {
    assertThatThrownBy(() -> variable.set(Tensor.of(1d, 2d)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("set: variable 'w' holds f32[2], not f64[2]");
    assertThatThrownBy(() -> variable.set(Tensor.of(1f)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("set: variable 'w' holds f32[2], not f32[1]");
  }

  @Test
  void laterVariablesHaveLargerNumbers() {
    assertThat(new Variable("v", Tensor.scalar(0f)).order()).isGreaterThan(variable.order());
    assertThat(variable).hasToString("w: f32[2]");
  }
}
