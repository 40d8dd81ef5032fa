// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every table, and for every file that is none. */
class CsvProperties {
  private static final Csv CSV = Csv.semicolons().text("a", "b");

  private static Table read(byte[] bytes) throws IOException {
    return CSV.read(new ByteArrayInputStream(bytes), "f");
  }

  @Provide
  Arbitrary<List<String>> cells() {
    return Arbitraries.strings()
        .withChars(';', '"', '\n', '\r', 'x', ' ', ',', 'é', '\t')
        .ofMaxLength(6)
        .list()
        .ofMinSize(2)
        .ofMaxSize(12);
  }

  @Property(tries = 200)
  void cellsInQuotationMarksComeBackAsTheyWere(@ForAll("cells") List<String> cells)
      throws IOException {
    StringBuilder text = new StringBuilder("a;b\n");
    for (int i = 0; i + 1 < cells.size(); i += 2) {
      text.append(quoted(cells.get(i))).append(';').append(quoted(cells.get(i + 1))).append("\r\n");
    }
    Table table = read(text.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(table.size()).isEqualTo(cells.size() / 2);
    for (int i = 0; i < table.size(); i++) {
      assertThat(table.texts("a").get(i)).isEqualTo(cells.get(2 * i));
      assertThat(table.texts("b").get(i)).isEqualTo(cells.get(2 * i + 1));
    }
  }

  private static String quoted(String cell) {
    return "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  @Property(tries = 1000)
  void anyBytesAreATableOrRefusedByName(@ForAll("bytes") byte[] bytes) throws IOException {
    try {
      assertThat(read(bytes).size()).isPositive();
    } catch (DataFileException e) {
      assertThat(e.getMessage()).startsWith("f: line ");
    }
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    return Arbitraries.of(
            (byte) 'a',
            (byte) 'b',
            (byte) ';',
            (byte) '"',
            (byte) '\n',
            (byte) '\r',
            (byte) ' ',
            (byte) 0,
            (byte) 0xc3,
            (byte) 0xa9,
            (byte) 0xff)
        .list()
        .ofMaxSize(12)
        .map(some -> {
          byte[] bytes = new byte[4 + some.size()];
          System.arraycopy("a;b\n".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 4);
          for (int i = 0; i < some.size(); i++) {
            bytes[4 + i] = some.get(i);
          }
          return bytes;
        });
  }
}
