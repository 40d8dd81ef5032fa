// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.DataFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTests {
  /** Returns a file with the given header and a number of bytes of data. */
  private static byte[] file(String header, int data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Safetensors.parse(file))
        .withMessage("safetensors: " + message);
  }

  private static String tensor(String dtype, String shape, String offsets) {
    return "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}".formatted(dtype, shape, offsets);
  }

  /** Each field between two bars; the quotation marks of JSON are written as {@code '}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | tensor 'a': expected its data to begin at 0, where that before it ends, found 4
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 8 | at byte 62: expected 4 bytes of data, found 8
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 3 | at byte 62: expected 4 bytes of data, found 3
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'I32','shape':[1],'data_offsets':[2,6]}} | 6 | tensor 'b': expected its data to begin at 4, where that before it ends, found 2
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'I32','shape':[1],'data_offsets':[0,4]}} | 4 | tensor 'b': expected its data to begin at 4, where that before it ends, found 0
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | 4 | at byte 13: tensor 'a': expected 8 bytes for F32 [2], found data_offsets [0, 4]
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | 4 | at byte 13: tensor 'a': expected 4 bytes for F32 [1], found data_offsets [4, 0]
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}} | 4 | at byte 55: tensor 'a': expected two data_offsets, found more
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[4]}} | 4 | at byte 55: tensor 'a': expected two data_offsets
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}} | 4 | at byte 56: expected a whole number from 0 on, found '-'
          {'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}} | 4 | at byte 38: expected a whole number from 0 on, found '.'
          {'a':{'dtype':'F32','shape':[01],'data_offsets':[0,4]}} | 4 | at byte 37: expected a whole number from 0 to 2⁶³ − 1
          {'a':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,4]}} | 4 | at byte 37: expected a whole number from 0 to 2⁶³ − 1
          {'a':{'dtype':'F32','shape':[4611686018427387905],'data_offsets':[0,4]}} | 4 | at byte 37: tensor 'a': a tensor has at most 2³¹ − 1 elements
          {'a':{'dtype':'F32','shape':[65536,65536,4294967296],'data_offsets':[0,0]}} | 0 | at byte 49: tensor 'a': a tensor has at most 2³¹ − 1 elements
          {'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,0]}} | 0 | at byte 36: tensor 'a': a tensor has at most 2³¹ − 1 elements
          {'a':{'dtype':'F31','shape':[1],'data_offsets':[0,4]}} | 4 | at byte 22: tensor 'a': there is no dtype here that holds 'F31'
          {'a':{'dtype':'F4','shape':[2],'data_offsets':[0,1]}} | 1 | at byte 22: tensor 'a': there is no dtype here that holds 'F4'
          {'a':{'shape':[1],'data_offsets':[0,4]}} | 4 | at byte 13: tensor 'a': expected the fields dtype, shape and data_offsets
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 | at byte 62: expected another name, found 'a' a second time
          {'a':['F32',[1],[0,4]]} | 4 | at byte 13: expected '{', found '['
          {'__metadata__':{'a':1}} | 0 | at byte 29: expected '\"', found '1'
          {'__metadata__':null} | 0 | at byte 24: expected '{', found 'n'
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},} | 4 | at byte 62: expected '\"', found '}'
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]} | 4 | at byte 61: expected '}', found the end of the header
          {} {} | 0 | at byte 11: expected the end of the header, found '{'
          [] | 0 | at byte 8: expected '{', found '['
          {'a':{'x':tru}} | 0 | at byte 21: expected 'true', found '}'
          {'a':{'x':00}} | 0 | at byte 20: expected a number without zeros in front, found '}'
          {'a':{'x':1.}} | 0 | at byte 20: expected a digit, found '}'
          {'a':{'x':'\\x'}} | 0 | at byte 20: expected an escape of a string, found 'x'
          {'a':{'x':'\\ud800'}} | 0 | at byte 19: expected a character, found half of a pair of surrogates
          {'a':{'x':'\\u12g4'}} | 0 | at byte 23: expected a hexadecimal digit, found 'g'
          """)
  void headersThatDoNotFitAreRefusedWithTheirPlace(String header, int data, String message) {
    assertRefused(file(header.replace('\'', '"'), data), message.replace("\\\"", "\""));
  }

  @Test
  void lengthsThatTheFileDoesNotHaveAreRefusedBeforeMemoryIsTaken() {
    assertRefused(
        new byte[3], "at byte 0: expected 8 bytes with the length of the header, found 3");
    byte[] longest = file("{}", 0);
    ByteBuffer.wrap(longest).order(ByteOrder.LITTLE_ENDIAN).putLong(0, -1);
    assertRefused(
        longest,
        "at byte 0: expected the length of the header, from 2 to 2 in this file, found"
            + " 18446744073709551615");
    ByteBuffer.wrap(longest).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L << 40);
    assertRefused(
        longest,
        "at byte 0: expected the length of the header, from 2 to 2 in this file, found"
            + " 1099511627776");
    assertRefused(
        new byte[8],
        "at byte 0: expected the length of the header, from 2 to 0 in this file, found 0");
  }

  @Test
  void deepNestingIsRefusedAndDoesNotOverflowTheStack() {
    String deep = "[".repeat(100_000);
    assertRefused(
        file("{\"a\":{\"x\":" + deep + "}}", 0),
        "at byte 146: expected values nested less than 128 deep, found '['");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] file = file("{\"aa\":{\"x\":0}}", 0);
    file[10] = (byte) 0xc0;
    assertRefused(file, "at byte 10: expected a string in UTF-8, found other bytes");
    file[10] = '\n';
    assertRefused(file, "at byte 10: expected a character of a string, found byte 10");
  }

  @Test
  void elementsWithoutAPlaceInTheDtypeAreRefused() {
    byte[] truth = file("{\"t\":" + tensor("BOOL", "[3]", "[0,3]") + "}", 3);
    truth[truth.length - 1] = 2;
    assertRefused(
        truth, "at byte " + (truth.length - 1) + ": tensor 't': expected a truth value, 0 or 1");
    byte[] large = file("{\"u\":" + tensor("U64", "[2]", "[0,16]") + "}", 16);
    large[large.length - 1] = (byte) 0x80;
    assertRefused(
        large,
        "at byte %s: tensor 'u': expected a number below 2⁶³, the largest that i64 holds"
            .formatted(large.length - 8));
  }

  @Test
  void textsOfAFileAreCutInMessages() {
    assertRefused(
        file("{\"a\":" + tensor("F".repeat(1000), "[3]", "[0,3]") + "}", 3),
        "at byte 22: tensor 'a': there is no dtype here that holds '%s…' (1000 characters)"
            .formatted("F".repeat(60)));
  }

  @Test
  void tensorsLargerThanAChunkKeepEveryElement(@TempDir Path folder) throws IOException {
    Safetensors all =
        Safetensors.of(
            ImmutableMap.of(
                "f32", Tensor.arange(DType.F32, 50_001),
                "f64", Tensor.arange(DType.F64, 30_001),
                "i32", Tensor.arange(DType.I32, 40_003),
                "i64", Tensor.arange(DType.I64, 8192),
                "bool", Tensor.zeros(DType.BOOL, Shape.of(100_000)),
                "none", Tensor.zeros(DType.F32, Shape.of(0, Integer.MAX_VALUE))));
    Path file = folder.resolve("all.safetensors");
    all.write(file);
    assertThat(Safetensors.read(file).tensors()).containsExactlyInAnyOrderEntriesOf(all.tensors());
    assertThat(Files.readAllBytes(file)).isEqualTo(all.bytes());
  }

  @Test
  void writingReplacesTheFileAndLeavesNothingBesideIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.safetensors");
    Files.writeString(file, "an old file, longer than the new one".repeat(100));
    Safetensors content = Safetensors.of(ImmutableMap.of("a", Tensor.of(1f)));
    content.write(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(content.bytes());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatCannotBeWrittenLeavesTheOldOne(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.safetensors");
    Files.writeString(file, "old");
    Safetensors bad = Safetensors.of(ImmutableMap.of("a\ud800", Tensor.of(1f)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bad.write(file))
        .withMessage("safetensors: a name or a text holds half of a pair of surrogates: 'a\ud800'");
    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("none.safetensors");
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Safetensors.read(file))
        .withMessage(file + ": there is no such file");
  }

  @Test
  void theNameOfTheTextsIsNoNameOfATensor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Safetensors.of(ImmutableMap.of("__metadata__", Tensor.of(1f))))
        .withMessage(
            "safetensors: '__metadata__' is no name for a tensor; it is that of the texts");
  }

  @Test
  void aMissingTensorIsNamedWithThoseThereAre() {
    Safetensors content = Safetensors.of(ImmutableMap.of("w", Tensor.of(1f, 2f)));
    assertThat(content.get("w")).isEqualTo(Tensor.of(1f, 2f));
    assertThat(content).hasToString("w  f32[2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> content.get("b"))
        .withMessage("safetensors: there is no 'b', only [w]");
  }
}
