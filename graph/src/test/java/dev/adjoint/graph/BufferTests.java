// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BufferTests {
  @ParameterizedTest
  @EnumSource(DType.class)
  void aWindowReadsAndWritesItsPartOfTheArrayAlone(DType dtype) {
    Buffer whole = Buffer.allocate(dtype, 5);
    Buffer window = Buffer.wrap(dtype, whole.array(), 2, 2);
    window.setDouble(0, 1);
    window.setLong(1, 1);
    assertThat(window.getDouble(0)).isEqualTo(1);
    assertThat(window.getLong(1)).isEqualTo(1);
    long[] all = new long[5];
    for (int i = 0; i < 5; i++) {
      all[i] = whole.getLong(i);
    }
    assertThat(all).containsExactly(0, 0, 1, 1, 0);
    assertThatThrownBy(() -> window.getDouble(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> window.setLong(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void copyingMovesTheElementsAcrossOffsets(DType dtype) {
    Buffer source = Buffer.allocate(dtype, 4);
    source.setDouble(1, 1);
    Buffer from = Buffer.wrap(dtype, source.array(), 1, 3);
    Buffer to = Buffer.allocate(dtype, 3);
    assertThat(from.sameBits(to)).isFalse();
    to.copyFrom(from);
    assertThat(from.sameBits(to)).isTrue();
    assertThat(from.bitsHash()).isEqualTo(to.bitsHash());
  }

  @Test
  void windowsOutsideOfTheArrayAreRefused() {
    float[] array = new float[12];
    assertThatThrownBy(() -> Buffer.wrap(DType.F32, array, 10, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Range [10, 10 + 3) out of bounds for length 12");
    assertThatThrownBy(() -> Buffer.wrap(DType.F32, array, 10, Integer.MAX_VALUE))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Buffer.wrap(DType.F32, array, -1, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Buffer.wrap(DType.F32, array, 5, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(Buffer.wrap(DType.F32, array, 12, 0)).hasToString("f32×0@12");
  }

  @Test
  void arraysOfAnotherTypeAreRefused() {
    assertThatThrownBy(() -> Buffer.wrap(DType.F32, new double[1], 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("buffer: f32 elements do not live in a double[]; their array is a float[]");
  }

  @Test
  void copyingBetweenTypesOrSizesIsRefused() {
    Buffer two = Buffer.allocate(DType.F32, 2);
    assertThatThrownBy(() -> two.copyFrom(Buffer.allocate(DType.F64, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("buffer: cannot copy f64×2 into f32×2");
    assertThatThrownBy(() -> two.copyFrom(Buffer.allocate(DType.F32, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("buffer: cannot copy f32×3 into f32×2");
  }

  @Test
  void conversionsAreThoseOfJava() {
    Buffer ints = Buffer.allocate(DType.I32, 3);
    ints.setDouble(0, -2.9);
    ints.setDouble(1, 1e10);
    ints.setLong(2, (1L << 32) + 5);
    assertThat(ints.i32()).containsExactly(-2, Integer.MAX_VALUE, 5);
    Buffer longs = Buffer.allocate(DType.I64, 1);
    longs.setLong(0, Long.MAX_VALUE);
    assertThat(longs.getLong(0)).isEqualTo(Long.MAX_VALUE);
    Buffer truths = Buffer.allocate(DType.BOOL, 2);
    truths.setDouble(0, 0.5);
    truths.setDouble(1, -0.0);
    assertThat(truths.bool()).containsExactly(true, false);
  }
}
