// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.ImmutableIntArray;
import org.junit.jupiter.api.Test;

class ShapeTests {
  private final Shape shape = Shape.of(2, 3, 4);

  @Test
  void aScalarHasNoAxesAndOneElement() {
    assertThat(Shape.of()).isSameAs(Shape.SCALAR);
    assertThat(Shape.of(ImmutableIntArray.of())).isSameAs(Shape.SCALAR);
    assertThat(Shape.SCALAR.isScalar()).isTrue();
    assertThat(Shape.SCALAR.rank()).isZero();
    assertThat(Shape.SCALAR.size()).isEqualTo(1);
    assertThat(Shape.SCALAR).hasToString("[]");
  }

  @Test
  void anEmptyAxisMakesItEmptyHoweverLongTheOthersAre() {
    assertThat(Shape.of(0, Integer.MAX_VALUE, Integer.MAX_VALUE).size()).isZero();
    assertThat(Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 0).size()).isZero();
  }

  @Test
  void theLargestSizeIsThatOfAnArray() {
    assertThat(Shape.of(Integer.MAX_VALUE).size()).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> Shape.of(65536, 32768))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "shape: [65536, 32768] has 2147483648 elements, which is beyond the limit of"
                + " 2147483647; make it smaller or split it");
    assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 1 << 30, 1 << 30, 16))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void negativeExtentsAreRefused() {
    assertThatThrownBy(() -> Shape.of(2, -1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: extents must not be negative: [2, -1]");
  }

  @Test
  void negativeAxesCountFromTheEnd() {
    assertThat(shape.dim(-1)).isEqualTo(4);
    assertThat(shape.axis(-3)).isZero();
    assertThatThrownBy(() -> shape.dim(3))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: axis 3 of [2, 3, 4]: axes go from -3 to 2");
    assertThatThrownBy(() -> shape.axis("sum", -4))
        .isInstanceOf(ShapeException.class)
        .hasMessage("sum: axis -4 of [2, 3, 4]: axes go from -3 to 2");
    assertThatThrownBy(() -> Shape.SCALAR.axis(0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: axis 0 of []: a scalar has no axes");
  }

  @Test
  void axesAreReplacedInsertedAndLeftOut() {
    assertThat(shape.with(-2, 5)).isEqualTo(Shape.of(2, 5, 4));
    assertThat(shape.insert(0, 7)).isEqualTo(Shape.of(7, 2, 3, 4));
    assertThat(shape.insert(-1, 7)).isEqualTo(Shape.of(2, 3, 4, 7));
    assertThat(shape.without(ImmutableIntArray.of(2, 0))).isEqualTo(Shape.of(3));
    assertThat(shape.slice(1, 3)).isEqualTo(Shape.of(3, 4));
    assertThat(shape.concat(Shape.of(5))).isEqualTo(Shape.of(2, 3, 4, 5));
  }

  @Test
  void placesThatDoNotExistAreNamed() {
    assertThatThrownBy(() -> shape.insert(4, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: cannot insert an axis at 4 of [2, 3, 4]: places go from -4 to 3");
    assertThatThrownBy(() -> shape.without(ImmutableIntArray.of(1, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: cannot leave out axes [1, 3] of [2, 3, 4]");
    assertThatThrownBy(() -> shape.slice(2, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: axes 2 to 1 are not in order within " + shape);
  }

  @Test
  void broadcastingAlignsAtTheLastAxis() {
    assertThat(Shape.broadcast("add", Shape.of(4, 1, 3), Shape.of(2, 1)))
        .isEqualTo(Shape.of(4, 2, 3));
    assertThat(Shape.broadcast("add", Shape.of(0), Shape.of(1))).isEqualTo(Shape.of(0));
    assertThat(Shape.of(3).broadcastsTo(Shape.of(2, 3))).isTrue();
    assertThat(Shape.of(2, 3).broadcastsTo(Shape.of(3))).isFalse();
    assertThat(Shape.of(2).broadcastsTo(Shape.of(2, 3))).isFalse();
  }

  @Test
  void broadcastMismatchNamesBothShapesAndTheAxis() {
    assertThatThrownBy(() -> Shape.broadcast("add", Shape.of(2, 3), Shape.of(4, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "add: shapes do not broadcast: [2, 3] and [4, 3] (2 ≠ 4 on axis 2 from the right);"
                + " each extent must be equal or 1");
  }
}
