// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TypeTests {
  @ParameterizedTest
  @EnumSource(DType.class)
  void theArrayOfADtypeFitsIt(DType dtype) {
    Buffer buffer = Buffer.wrap(dtype, dtype.newArray(3), 0, 3);
    assertThat(buffer.size()).isEqualTo(3);
    assertThat(TensorType.of(dtype, 2, 3).bytes()).isEqualTo(6L * dtype.bytes());
  }

  @Test
  void floatingIntegerAndBoolAreApart() {
    assertThat(DType.values()).filteredOn(DType::isFloating).containsExactly(DType.F32, DType.F64);
    assertThat(DType.values()).filteredOn(DType::isInteger).containsExactly(DType.I32, DType.I64);
  }

  @Test
  void aTypePrintsItsDtypeAndExtents() {
    TensorType type = TensorType.of(DType.F32, 32, 784);
    assertThat(type).hasToString("f32[32, 784]");
    assertThat(type.withDtype(DType.BOOL)).hasToString("bool[32, 784]");
    assertThat(type.withShape(Shape.SCALAR)).hasToString("f32[]");
    assertThat(type.size()).isEqualTo(25088);
  }

  @Test
  void theBytesOfTheLargestTensorDoNotOverflow() {
    assertThat(TensorType.of(DType.F64, Integer.MAX_VALUE).bytes()).isEqualTo(8L * 2147483647L);
  }
}
