// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts in files. */
class TextFileTests {
  @TempDir private Path folder = Path.of("");

  private Path file(byte... bytes) throws IOException {
    return Files.write(folder.resolve("f"), bytes);
  }

  @Test
  void textsAreReadWholeWhereverTheirCharactersAreCut() throws IOException {
    for (int shift = 0; shift < 4; shift++) {
      String text = "x".repeat(shift) + "aé€😀".repeat(20_000);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertThat(TextFile.read(file(bytes)).equals(text)).isTrue();
    }
    byte[] packed = Gzip.pack("\ufeffpacked\r\n".getBytes(StandardCharsets.UTF_8));
    assertThat(TextFile.read(file(packed))).isEqualTo("packed\r\n");
    assertThat(TextFile.read(file())).isEmpty();
  }

  @Test
  void bytesThatAreNoTextAreNamedWithTheirPlace() throws IOException {
    byte[] bytes = "x".repeat(70_000).getBytes(StandardCharsets.UTF_8);
    bytes[68_000] = (byte) 0xff;
    Path file = file(bytes);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> TextFile.read(file))
        .withMessage(file + ": at byte 68000: expected text in UTF-8, found byte 0xff");
    Path cut = file((byte) 'x', (byte) 0xe2, (byte) 0x82);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> TextFile.read(cut))
        .withMessage(cut + ": at byte 1: expected text in UTF-8, found byte 0xe2");
  }
}
