// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTests {
  private final Tensor matrix = Tensor.arange(DType.F32, 6).reshape(2, 3);

  @Test
  void factoriesOfArraysCopyThem() {
    double[] values = {1, 2};
    Tensor tensor = Tensor.of(values);
    values[0] = 9;
    assertThat(tensor.toDoubleArray()).containsExactly(1, 2);
    tensor.toDoubleArray()[0] = 9;
    assertThat(tensor.getDouble(0)).isEqualTo(1);
  }

  @Test
  void scalarsHaveTheDtypeOfTheirJavaType() {
    assertThat(Tensor.scalar(1f).type()).hasToString("f32[]");
    assertThat(Tensor.scalar(1d).type()).hasToString("f64[]");
    assertThat(Tensor.scalar(1).type()).hasToString("i32[]");
    assertThat(Tensor.scalar(1L).type()).hasToString("i64[]");
    assertThat(Tensor.scalar(true).type()).hasToString("bool[]");
    assertThat(Tensor.scalar(true).item()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void onesAreFullOfOneAndEyeIsTheIdentity(DType dtype) {
    assertThat(Tensor.ones(dtype, Shape.of(2))).isEqualTo(Tensor.full(dtype, Shape.of(2), 1));
    assertThat(Tensor.zeros(dtype, Shape.of(3)).toLongArray()).containsExactly(0, 0, 0);
    assertThat(Tensor.eye(dtype, 2)).isEqualTo(Tensor.of(dtype, Shape.of(2, 2), 1, 0, 0, 1));
  }

  @Test
  void arangeStepsFromItsStart() {
    assertThat(Tensor.arange(DType.F64, 1, 0.5, 3)).isEqualTo(Tensor.of(1, 1.5, 2));
    assertThat(Tensor.arange(DType.I64, 3)).isEqualTo(Tensor.of(0L, 1L, 2L));
    assertThat(Tensor.arange(DType.I64, 0).shape()).isEqualTo(Shape.of(0));
    assertThatThrownBy(() -> Tensor.arange(DType.F32, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("arange: n must not be negative: -1");
  }

  @Test
  void linspaceEndsExactlyWhereItShould() {
    assertThat(Tensor.linspace(DType.F64, 0.1, 0.7, 4).getDouble(3)).isEqualTo(0.7);
    assertThat(Tensor.linspace(DType.F64, 5, 9, 1)).isEqualTo(Tensor.of(5d));
    for (int n = 2; n < 200; n++) {
      assertThat(Tensor.linspace(DType.I32, 0, n - 1, n)).isEqualTo(Tensor.arange(DType.I32, n));
    }
    assertThatThrownBy(() -> Tensor.linspace(DType.F32, 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("linspace: n must be positive: 0");
  }

  @Test
  void elementsAreFoundByTheirCoordinates() {
    assertThat(matrix.getFloat(1, 2)).isEqualTo(5);
    assertThat(matrix.getInt(1, 0)).isEqualTo(3);
    assertThat(matrix.getBoolean(0, 0)).isFalse();
    assertThatThrownBy(() -> matrix.getDouble(1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("get: needs one coordinate for each axis of f32[2, 3], got [1]");
    assertThatThrownBy(() -> matrix.getDouble(0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("get: [0, 3] lies outside of f32[2, 3]");
    assertThatThrownBy(() -> Tensor.scalar(1L << 40).getInt())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void onlyASingleElementIsAnItem() {
    assertThat(Tensor.full(DType.I32, Shape.of(1, 1), 7).item()).isEqualTo(7);
    assertThatThrownBy(matrix::item)
        .isInstanceOf(ShapeException.class)
        .hasMessage("item: needs exactly one element, got f32[2, 3]");
  }

  @Test
  void aWrongNumberOfElementsIsRefused() {
    assertThatThrownBy(() -> Tensor.wrap(Shape.of(2, 2), new float[3]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("tensor: shape [2, 2] has 4 elements, got 3");
    assertThatThrownBy(() -> matrix.reshape(2, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage("reshape: f32[2, 3] has 6 elements, [2, 2] has 4");
    assertThatThrownBy(() -> Tensor.wrap(Shape.of(1), new short[1]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("tensor: elements must be float, double, int, long or boolean, got short[]");
  }

  @Test
  void reshapingSharesTheMemory() {
    assertThat(matrix.reshape(3, 2).buffer()).isSameAs(matrix.buffer());
    assertThat(matrix.reshape(Shape.of(6)).getFloat(5)).isEqualTo(5);
  }

  @Test
  void castingConvertsAsJavaDoes() {
    assertThat(matrix.cast(DType.F32)).isSameAs(matrix);
    assertThat(Tensor.of(-1.5, Double.NaN, 1e20).cast(DType.I64))
        .isEqualTo(Tensor.of(-1L, 0L, Long.MAX_VALUE));
    assertThat(Tensor.of(0, -3).cast(DType.BOOL)).isEqualTo(Tensor.of(false, true));
    assertThat(Tensor.of(true, false).toFloatArray()).containsExactly(1, 0);
    // A detour through double would round twice, to 2⁶¹.
    long tie = (1L << 61) + (1L << 37) + 1;
    assertThat(Tensor.of(tie).toFloatArray()).containsExactly((float) tie);
    assertThat((float) tie).isNotEqualTo((float) (double) tie);
  }

  @Test
  void equalTensorsHaveTheSameTypeAndElements() {
    assertThat(Tensor.of(Float.NaN)).isEqualTo(Tensor.of(Float.NaN));
    assertThat(Tensor.of(0f)).isNotEqualTo(Tensor.of(-0f));
    assertThat(Tensor.of(1f)).isNotEqualTo(Tensor.of(1d)).isNotEqualTo(Tensor.scalar(1f));
    Tensor window =
        Tensor.over(Shape.of(2), Buffer.wrap(DType.F32, new float[] {9, 1, 2, 9}, 1, 2));
    assertThat(window).isEqualTo(Tensor.of(1f, 2f)).hasSameHashCodeAs(Tensor.of(1f, 2f));
    assertThat(window.toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void nestedArraysGiveShapeAndDtype() {
    Tensor tensor = Tensor.nested(new long[][][] {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}});
    assertThat(tensor.type()).hasToString("i64[2, 2, 2]");
    assertThat(tensor.getLong(1, 0, 1)).isEqualTo(6);
    assertThat(Tensor.nested(new boolean[][] {{true}, {false}}).toBooleanArray())
        .containsExactly(true, false);
  }

  @Test
  void emptyNestedArraysKeepTheirRank() {
    assertThat(Tensor.nested(new float[0][]).shape()).isEqualTo(Shape.of(0, 0));
    assertThat(Tensor.nested(new float[2][0]).shape()).isEqualTo(Shape.of(2, 0));
    assertThat(Tensor.nested(new float[2][0][]).shape()).isEqualTo(Shape.of(2, 0, 0));
  }

  @Test
  void raggedNullAndForeignRowsAreRefused() {
    assertThatThrownBy(() -> Tensor.nested(new float[][] {{1, 2}, {3}}))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "tensor: ragged array: axis 1 has 2 elements in its first row and 1 in another");
    assertThatThrownBy(() -> Tensor.nested(new float[][] {{}, {3}}))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("tensor: ragged array: axis 1");
    assertThatThrownBy(() -> Tensor.nested(new float[2][]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("tensor: row 0 of axis 0 is null");
    assertThatThrownBy(() -> Tensor.nested(new float[][][] {{{1}, {2}}, {{3}, null}}))
        .isInstanceOf(ShapeException.class)
        .hasMessage("tensor: row 1 of axis 1 is null");
    assertThatThrownBy(() -> Tensor.nested(new Double[] {1.0}))
        .isInstanceOf(ShapeException.class)
        .hasMessage("tensor: elements must be float, double, int, long or boolean, got Double");
  }
}
