// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies of slices, of few and of many, beside single elements. */
class SliceCopyTests {
  private static final int[] LENGTHS = {0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 33, 64, 65, 300, 1100};
  private static final int ROWS = 7;
  private static final int[] SLICES = {99, 3, ~3, 0, 6, ~6, 2, 99};
  private static final int FIRST = 1;
  private static final int END = SLICES.length - 1;

  @ParameterizedTest
  @EnumSource
  void everyElementOfASliceIsCopiedAndNoOther(DType dtype) {
    for (int length : LENGTHS) {
      for (long slices : new long[] {1, 1 << 20}) {
        SliceCopy copy = SliceCopy.of(dtype, length, slices);
        Buffer table = numbers(dtype, 2 + ROWS * length);
        Buffer one = Buffer.allocate(dtype, length + 5);
        copy.copy(table.array(), 2 + length, one.array(), 3);
        Buffer taken = Buffer.allocate(dtype, SLICES.length * length + 5);
        copy.take(table.array(), 2, SLICES, FIRST, END, taken.array(), 3);
        Buffer put = Buffer.allocate(dtype, ROWS * length + 5);
        copy.put(table.array(), 2, put.array(), 3, SLICES, FIRST, END);

        Buffer expectedOne = Buffer.allocate(dtype, one.size());
        Buffer expectedTaken = Buffer.allocate(dtype, taken.size());
        Buffer expectedPut = Buffer.allocate(dtype, put.size());
        for (int k = 0; k < length; k++) {
          expectedOne.setLong(3 + k, table.getLong(2 + length + k));
          for (int i = FIRST; i < END; i++) {
            int slice = Math.max(SLICES[i], ~SLICES[i]);
            int at = (i - FIRST) * length + k;
            expectedTaken.setLong(3 + at, table.getLong(2 + slice * length + k));
            if (SLICES[i] >= 0) {
              expectedPut.setLong(3 + slice * length + k, table.getLong(2 + at));
            }
          }
        }
        assertThat(one.array()).as("copy of %s", length).isEqualTo(expectedOne.array());
        assertThat(taken.array()).as("take of %s", length).isEqualTo(expectedTaken.array());
        assertThat(put.array()).as("put of %s", length).isEqualTo(expectedPut.array());
      }
    }
  }

  private static Buffer numbers(DType dtype, int count) {
    Buffer buffer = Buffer.allocate(dtype, count);
    for (int i = 0; i < count; i++) {
      buffer.setLong(i, dtype == DType.BOOL ? i % 3 : i + 1);
    }
    return buffer;
  }
}
