// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Classes by number and by name. */
class LabelEncoderTests {
  private static final LabelEncoder ENCODER = LabelEncoder.of(List.of("b", "a", "b", "c"));

  @Test
  void labelsAreNumberedInOrderAndNamedAgain() {
    assertThat(ENCODER.names()).containsExactly("a", "b", "c");
    Tensor encoded = ENCODER.encode(List.of("c", "a", "b"));
    assertThat(encoded).isEqualTo(Tensor.of(2, 0, 1));
    assertThat(ENCODER.decode(encoded)).containsExactly("c", "a", "b");
    assertThat(LabelEncoder.ordered("small", "large").encode(List.of("large")))
        .isEqualTo(Tensor.of(1));
    assertThat(ENCODER).hasToString("labels [a, b, c]");
    assertThat(LabelEncoder.ordered("zyxwvutsrqponm".split("")))
        .hasToString("labels [z, y, x, w, v, u, t, s, r, q, p, … 14 in all]");
  }

  @Test
  void aClassIsARowWithASingleOne() {
    assertThat(ENCODER.oneHot(Tensor.of(2, 0)))
        .isEqualTo(Tensor.nested(new float[][] {{0, 0, 1}, {1, 0, 0}}));
    assertThat(LabelEncoder.oneHot(Tensor.of(1L), 2)).isEqualTo(Tensor.of(0f, 1f).reshape(1, 2));
  }

  @Test
  void whatIsNoClassIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ENCODER.encode(List.of("a", "d")))
        .withMessage("labels: 'd' in row 1 is none of [a, b, c]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ENCODER.oneHot(Tensor.of(0, 3)))
        .withMessage("labels: row 1 is of class 3, there are classes 0 to 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ENCODER.decode(Tensor.of(-1)))
        .withMessage("labels: row 0 is of class -1, there are classes 0 to 2");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> ENCODER.decode(Tensor.of(1f)))
        .withMessage("labels: classes are integers [n], got f32[1]");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> LabelEncoder.oneHot(Tensor.of(0, 0), Integer.MAX_VALUE))
        .withMessageStartingWith("oneHot: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelEncoder.of(List.of()))
        .withMessage("labels: there are none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelEncoder.ordered("a", "a"))
        .withMessage("labels: a class is there twice: [a, a]");
  }
}
