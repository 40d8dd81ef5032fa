// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import org.junit.jupiter.api.Test;

/** Confusion matrices: counts, shares and the table. */
class ConfusionMatrixTests {
  private static final ConfusionMatrix MATRIX =
      ConfusionMatrix.of(Tensor.of(0, 0, 0, 1, 2, 2), Tensor.of(0, 0, 1, 1, 0, 2), 3);

  @Test
  void countsAreByActualAndPredictedClass() {
    assertThat(MATRIX.counts().asList()).containsExactly(2, 1, 0, 0, 1, 0, 1, 0, 1);
    assertThat(MATRIX.count(2, 0)).isEqualTo(1);
    assertThat(MATRIX.total()).isEqualTo(6);
  }

  @Test
  void sharesFollowFromTheCounts() {
    assertThat(MATRIX.accuracy()).isEqualTo(4.0 / 6);
    assertThat(MATRIX.recall(0)).isEqualTo(2.0 / 3);
    assertThat(MATRIX.precision(1)).isEqualTo(1.0 / 2);
    assertThat(ConfusionMatrix.of(Tensor.of(0), Tensor.of(0), 2).recall(1)).isNaN();
  }

  @Test
  void theTableHasARowForEachActualClass() {
    assertThat(MATRIX)
        .hasToString(
            """
            actual ╲ predicted
                 0 1 2
               ┌──────
             0 │ 2 1 ·
             1 │ · 1 ·
             2 │ 1 · 1
            """);
  }

  @Test
  void labelsMustPairUp() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> ConfusionMatrix.of(Tensor.of(0, 1), Tensor.of(0), 2))
        .withMessage("confusionMatrix: needs integer labels [n] twice: i32[2], i32[1]");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> ConfusionMatrix.of(Tensor.of(0f), Tensor.of(0), 2))
        .withMessage("confusionMatrix: needs integer labels [n] twice: f32[1], i32[1]");
  }

  @Test
  void aLabelOutOfRangeIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfusionMatrix.of(Tensor.of(0, 2), Tensor.of(0, 0), 2))
        .withMessage("confusionMatrix: label 2 in row 1, expected 0 to 1");
  }
}
