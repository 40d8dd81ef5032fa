// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.DataFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of NumPy 2.4.6; {@code npy_golden.py} made them. */
class NpyGoldenTests {
  @TempDir private Path folder = Path.of("");

  static byte[] golden(String name) throws IOException {
    String path = "/golden/npy/" + name;
    try (InputStream in = NpyGoldenTests.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }

  private static Tensor array(String name) throws IOException {
    return Npy.parse(golden(name + ".npy"));
  }

  private ImmutableMap<String, Tensor> arrays(String name) throws IOException {
    return Npz.read(Files.write(folder.resolve(name), golden(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "float-f2, F32, -1.5",
    "float-f4, F32, -1.5",
    "float-f8, F64, -1.5",
    "int-i1, I32, -3",
    "int-i2, I32, -3",
    "int-i4, I32, -3",
    "int-i8, I64, -3",
    "uint-u1, I32, 250",
    "uint-u2, I32, 250",
    "uint-u4, I64, 250",
    "uint-u8, I64, 250"
  })
  void everyTypeOfNumbersIsReadInBothOrdersOfBytes(String name, DType dtype, double first)
      throws IOException {
    Tensor expected = Tensor.arange(dtype, first, 1, 6).reshape(2, 3);
    assertThat(array(name)).isEqualTo(expected);
    if (!name.endsWith("1")) {
      assertThat(array(name + "-big")).isEqualTo(expected);
    }
  }

  @Test
  void truthValuesScalarsRowsAndEmptyArraysAreRead() throws IOException {
    assertThat(array("bool"))
        .isEqualTo(Tensor.nested(new boolean[][] {{false, true, false}, {true, false, true}}));
    assertThat(array("scalar")).isEqualTo(Tensor.scalar(2.5));
    assertThat(array("row")).isEqualTo(Tensor.of(0, 1, 2, 3));
    assertThat(array("none")).isEqualTo(Tensor.zeros(DType.F32, Shape.of(0, 3)));
  }

  @Test
  void theFirstAxisMayRunFastest() throws IOException {
    assertThat(array("fortran")).isEqualTo(Tensor.arange(DType.F32, 24).reshape(2, 3, 4));
    assertThat(array("fortran-big")).isEqualTo(Tensor.arange(DType.I32, 6).reshape(2, 3));
  }

  @Test
  void laterVersionsOfTheFormatAreRead() throws IOException {
    assertThat(array("version-2")).isEqualTo(Tensor.of(0f, 1f, 2f));
    assertThat(array("version-3")).isEqualTo(Tensor.of(0f, 1f, 2f));
  }

  @Test
  void numbersKeepTheirValues() throws IOException {
    assertThat(array("largest")).isEqualTo(Tensor.of(4294967295L));
    assertThat(array("special"))
        .isEqualTo(
            Tensor.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 65504f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "complex # at byte 20: expected a type of numbers or truth values, such as '<f4', found '<c8',"
            + " complex numbers; save real and imaginary part one by one",
        "text# at byte 20: expected a type of numbers or truth values, such as '<f4', found '<U2',"
            + " texts; save their numbers",
        "objects # at byte 20: expected a type of numbers or truth values, such as '<f4', found '|O',"
            + " objects of Python, which could run code when they are read; save numbers",
        "records # at byte 20: expected a type of numbers, such as '<f4', found a list: an array of"
            + " records; save its fields one by one",
        "times   # at byte 20: expected a type of numbers or truth values, such as '<f4', found"
            + " '<M8[D]', times; save them as int64",
        "raw # at byte 20: expected a type of numbers or truth values, such as '<f4', found '|V2',"
            + " bytes without a type, as bfloat16 is written; save it as float32",
        "too-large # at byte 136: expected a number below 2⁶³, the largest that i64 holds, found another one"
      })
  void whatHoldsNoNumbersIsRefusedWithAWayOut(String name, String problem) {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> array(name))
        .withMessage("npy: " + problem);
  }

  /** So NumPy reads what is written here: it is the file that it writes itself. */
  @Test
  void whatIsWrittenIsWhatNumPyWritesToTheByte() throws IOException {
    for (String name :
        new String[] {
          "float-f4", "float-f8", "int-i4", "int-i8", "bool", "scalar", "row", "none"
        }) {
      assertThat(Npy.bytes(array(name))).as(name).isEqualTo(golden(name + ".npy"));
    }
  }

  @Test
  void arraysOfAnArchiveAreReadStoredOrPacked() throws IOException {
    assertThat(arrays("stored.npz"))
        .containsExactly(
            Map.entry("a", Tensor.of(0f, 1f, 2f)),
            Map.entry("b", Tensor.arange(DType.I64, 6).reshape(2, 3)));
    assertThat(arrays("packed.npz"))
        .containsExactly(
            Map.entry("a", Tensor.zeros(DType.F32, Shape.of(100, 100))),
            Map.entry("b", Tensor.scalar(1.0)));
    assertThat(arrays("empty.npz")).isEmpty();
  }
}
