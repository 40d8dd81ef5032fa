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
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the Python library safetensors 0.8.0; {@code safetensors_golden.py} made them. */
class SafetensorsGoldenTests {
  private static byte[] golden(String name) throws IOException {
    String path = "/golden/safetensors/" + name + ".safetensors";
    try (InputStream in = SafetensorsGoldenTests.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }

  /** The tensors of {@code own.safetensors}. */
  private static Safetensors own() {
    return new Safetensors(
        ImmutableMap.<String, Tensor>builder()
            .put(
                "w",
                Tensor.of(1.5f, -2.25f, 3e38f, -0f, Float.POSITIVE_INFINITY, Float.MIN_VALUE)
                    .reshape(3, 2))
            .put("double", Tensor.of(Math.PI, -1e300, Double.MIN_VALUE))
            .put("int", Tensor.of(Integer.MIN_VALUE, Integer.MAX_VALUE).reshape(1, 2))
            .put("long", Tensor.of(Long.MIN_VALUE, Long.MAX_VALUE))
            .put("truth", Tensor.of(true, false, true))
            .put("scalar", Tensor.scalar(7f))
            .put("empty", Tensor.zeros(DType.F32, Shape.of(3, 0, 2)))
            .put("é\n\"\\\u0001/😀\uffff", Tensor.of(1L))
            .build(),
        ImmutableMap.of("made by", "é\t\"Python\" \u001f"));
  }

  @Test
  void whatPythonWroteIsRead() throws IOException {
    Safetensors read = Safetensors.parse(golden("own"));
    assertThat(read.tensors()).containsExactlyInAnyOrderEntriesOf(own().tensors());
    assertThat(read.metadata()).isEqualTo(own().metadata());
  }

  /** So Python reads what is written here: it is the file that it writes itself. */
  @Test
  void whatIsWrittenIsWhatPythonWritesToTheByte() throws IOException {
    assertThat(own().bytes()).isEqualTo(golden("own"));
    assertThat(Safetensors.of(ImmutableMap.of()).bytes()).isEqualTo(golden("nothing"));
  }

  @Test
  void narrowElementsAreReadAsPyTorchWidensThem() throws IOException {
    Safetensors narrow = Safetensors.parse(golden("narrow"));
    Safetensors wide = Safetensors.parse(golden("wide"));
    assertThat(narrow.tensors()).hasSize(11).containsExactlyInAnyOrderEntriesOf(wide.tensors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"order", "unaligned", "blanks", "escapes"})
  void filesThatTheLibraryTakesAreTakenWhateverTheirLayout(String name) throws IOException {
    Safetensors read = Safetensors.parse(golden(name));
    Tensor data = Tensor.of(1f, 2f, 3f, 4f, 5f);
    switch (name) {
      case "order" ->
          assertThat(read.tensors())
              .containsExactlyInAnyOrderEntriesOf(
                  ImmutableMap.of(
                      "a",
                      Tensor.of(1f, 2f, 3f),
                      "b",
                      Tensor.of(4f, 5f),
                      "none",
                      Tensor.zeros(DType.I64, Shape.of(0, 5))));
      case "unaligned" ->
          assertThat(read.tensors()).isEqualTo(ImmutableMap.of("t", Tensor.of(true), "a", data));
      case "escapes" -> assertThat(read.tensors()).isEqualTo(ImmutableMap.of("é😀/", data));
      default -> assertThat(read.tensors()).isEqualTo(ImmutableMap.of("a", data));
    }
  }

  @Test
  void complexNumbersAreRefusedByName() throws IOException {
    byte[] file = golden("complex");
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Safetensors.parse(file))
        .withMessage(
            "safetensors: at byte 22: tensor 'c': there is no dtype here that holds 'C64'");
  }
}
