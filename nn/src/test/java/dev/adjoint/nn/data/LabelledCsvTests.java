// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of labelled numbers: what it reads, and what it says of lines that are wrong. */
class LabelledCsvTests {
  private static final LabelledCsv CSV = new LabelledCsv(3, 0, 16, 10);

  @TempDir private Path folder = Path.of("");

  @Test
  void aLineHasTheFeaturesAndThenTheLabel() throws IOException {
    Dataset data = read("0,5,16,9\n 1.5, 2 ,3,0\r\n\n7,8,9,4");
    assertThat(data.features())
        .isEqualTo(Tensor.nested(new float[][] {{0, 5, 16}, {1.5f, 2, 3}, {7, 8, 9}}));
    assertThat(data.targets()).isEqualTo(Tensor.of(9, 0, 4));
  }

  @Test
  void manyLinesAreReadWhole() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      text.append("%d,%d,%d,%d\n".formatted(i % 17, i % 13, i % 11, i % 10));
    }
    Dataset data = read(text.toString());
    assertThat(data.features().shape()).isEqualTo(Shape.of(1000, 3));
    assertThat(data.features().getInt(999, 0)).isEqualTo(999 % 17);
    assertThat(data.targets().getInt(999)).isEqualTo(9);
  }

  @Test
  void packedFilesAreUnpacked() throws IOException {
    byte[] packed = Gzip.pack("1,2,3,4\n".getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(folder.resolve("digits.csv.gz"), packed);
    assertThat(CSV.read(file).targets()).isEqualTo(Tensor.of(4));
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("nowhere.csv");
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> CSV.read(file))
        .withMessage(file + ": there is no such file");
  }

  @Test
  void aWrongNumberOfFieldsIsNamedWithItsLine() {
    assertFails("1,2,3,4\n1,2,3\n", "line 2: expected 3 numbers and a label, found 3 fields");
  }

  @Test
  void aValueThatIsNoNumberIsNamedWithItsColumn() {
    assertFails("1,x,3,4", "line 1: column 2: expected a number from 0 to 16, found 'x'");
  }

  @Test
  void aValueOutOfRangeIsRefused() {
    assertFails("1,2,16.5,4", "line 1: column 3: expected a number from 0 to 16, found '16.5'");
    assertFails("NaN,2,3,4", "line 1: column 1: expected a number from 0 to 16, found 'NaN'");
  }

  @Test
  void aLabelOutOfRangeIsRefused() {
    assertFails("1,2,3,10", "line 1: column 4: expected a label from 0 to 9, found '10'");
    assertFails("1,2,3,-1", "line 1: column 4: expected a label from 0 to 9, found '-1'");
    assertFails("1,2,3,4.0", "line 1: column 4: expected a label from 0 to 9, found '4.0'");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertFails("", "line 1: expected an example, but the data ends here");
    assertFails("\n\n", "line 3: expected an example, but the data ends here");
  }

  @Test
  void aLineWithoutEndTakesNoMemory() {
    assertFails(
        "1".repeat(100_000),
        "line 1: column 1: expected a field of at most 1100 characters, found more");
    assertFails(
        "1,2,3,4" + ",4".repeat(100_000),
        "line 1: column 4: expected the end of the line after 3 numbers and this label, found ','");
  }

  @Test
  void linesEndInAnyWay() throws IOException {
    Tensor labels = Tensor.of(4, 5, 6);
    for (String end : new String[] {"\n", "\r\n", "\r", "\n\n", "\r\r", "\r\n \t\r\n"}) {
      for (String last : new String[] {"", end}) {
        Dataset data = read("1,2,3,4" + end + "1,2,3,5" + end + "1,2,3,6" + last);
        assertThat(data.targets()).isEqualTo(labels);
      }
    }
    assertFails("1,2,3,4\r\n1,2\r\n", "line 2: expected 3 numbers and a label, found 2 fields");
    assertFails("1,2,3,4\r1,2\r", "line 2: expected 3 numbers and a label, found 2 fields");
  }

  @Test
  void endsOfLinesMayFallBetweenTheChunksThatAreRead() throws IOException {
    for (int more = 0; more < 9; more++) {
      String text = "1,2,3,4" + " ".repeat((1 << 13) - 8 + more) + "\r\n" + "1,2,3,5\r\n";
      assertThat(read(text).targets()).isEqualTo(Tensor.of(4, 5));
    }
  }

  @Test
  void aMarkOfUtf8AtTheBeginningIsPassedOver() throws IOException {
    assertThat(read("\ufeff1,2,3,4\n").targets()).isEqualTo(Tensor.of(4));
    assertFails("\ufeff\ufeff1,2,3,4", "line 1: column 1: expected ASCII text, found byte 0xef");
    assertFails("1,2,3,4\n\ufeff1,2,3,4", "line 2: column 1: expected ASCII text, found byte 0xef");
    assertFails("\ufeff", "line 1: expected an example, but the data ends here");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 7, 8, 0xb, 0xc, 0x1a, 0x1b, 0x7f, 0x80, 0x85, 0xa0, 0xc2, 0xd9, 0xe2, 0xff})
  void aByteThatIsNoTextIsNamedWhereverItStands(int b) {
    String hex = "byte 0x%02x".formatted(b);
    char c = (char) b;
    String good = "1,2,3,4\n";
    String problem = "expected ASCII text, found " + hex;
    assertFailsLatin1(good + good + c + "1,2,3,4", "line 3: column 1: " + problem);
    assertFailsLatin1(good + "1, " + c + "2,3,4\n" + good, "line 2: column 2: " + problem);
    assertFailsLatin1(
        good + "1,2,3" + c + ",4\n" + good, "line 2: column 3: " + problem + " after '3'");
    assertFailsLatin1(
        good + "1,2,3,4" + c + "\n" + good, "line 2: column 4: " + problem + " after '4'");
    assertFailsLatin1(good + c + "\n" + good, "line 2: column 1: " + problem);
    assertFailsLatin1(good + c, "line 2: column 1: " + problem);
  }

  @Test
  void anEmptyFieldIsNoNumber() {
    assertFails("1,,3,4", "line 1: column 2: expected a number from 0 to 16, found ''");
    assertFails(",2,3,4", "line 1: column 1: expected a number from 0 to 16, found ''");
    assertFails("1,2,3,", "line 1: column 4: expected a label from 0 to 9, found ''");
    assertFails(",,,", "line 1: column 1: expected a number from 0 to 16, found ''");
    assertFails(
        "1,2,3,4,",
        "line 1: column 4: expected the end of the line after 3 numbers and this label, found ','");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inf",
        "-Infinity",
        "nan",
        "NaN",
        "0x10",
        "0x1p3",
        "1_0",
        "1d",
        "1F",
        "1e",
        "e1",
        "1e400",
        "1e39",
        "-1e39",
        "3.4028236e38",
        "1.2.3",
        "1 2",
        "--1",
        "\"1\"",
        "'1'",
        "1;2",
        "+",
        "."
      })
  void whatIsNoNumberOfF32IsRefusedEvenWithoutBounds(String text) {
    LabelledCsv any = new LabelledCsv(1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 10);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> any.read(stream("1,2\n" + text + ",2"), "f"))
        .withMessage(
            "f: line 2: column 1: expected a number from -3.4028234663852886E38 to"
                + " 3.4028234663852886E38, found '%s'",
            text);
  }

  @Test
  void numbersAreReadToTheNearestF32() throws IOException {
    LabelledCsv any = new LabelledCsv(7, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 10);
    String line = "-1.5e-3, +2., .5, 3.4028235e38, 1e-400, -0.0," + "0".repeat(1000) + "7.25,3";
    assertThat(any.read(stream(line), "f").features())
        .isEqualTo(
            Tensor.nested(new float[][] {{-1.5e-3f, 2, .5f, Float.MAX_VALUE, 0, -0f, 7.25f}}));
  }

  @Test
  void aLongFieldIsShownShortened() {
    assertFails(
        "1," + "x".repeat(1000) + ",3,4",
        "line 1: column 2: expected a number from 0 to 16, found '" + "x".repeat(40) + "…'");
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 23, 1 << 26, Integer.MAX_VALUE - 1, Integer.MAX_VALUE})
  void manyColumnsTakeNoMemoryBeforeTheyCome(int features) {
    LabelledCsv wide = new LabelledCsv(features, 0, 16, 10);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> wide.read(stream("1,2,3"), "f"))
        .withMessage(
            "f: line 1: expected %s numbers and a label, found 3 fields".formatted(features));
  }

  @Test
  void aLineOfManyColumnsIsRead() throws IOException {
    int features = 1 << 20;
    Dataset data =
        new LabelledCsv(features, 0, 16, 10).read(stream("7,".repeat(features) + "3"), "f");
    assertThat(data.features().shape()).isEqualTo(Shape.of(1, features));
    assertThat(data.features().getFloat(0, features - 1)).isEqualTo(7);
    assertThat(data.targets()).isEqualTo(Tensor.of(3));
  }

  @Test
  void dataThatEndsAtAnyByteIsRefusedUnlessALineEndsThere() throws IOException {
    String text = "1,2,3,4\n5,6,7,8\r\n9,8,7,6";
    for (int length = 0; length < text.length(); length++) {
      String part = text.substring(0, length);
      if (part.matches("(?s)(.*[\n\r])|(.*[\n\r])?(\\d,){3}\\d")) {
        assertThat(read(part).size()).isEqualTo(part.split("[\r\n]+").length);
      } else {
        assertThatExceptionOfType(DataFileException.class).as(part).isThrownBy(() -> read(part));
      }
    }
  }

  private static void assertFailsLatin1(String text, String problem) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> CSV.read(new ByteArrayInputStream(bytes), "digits"))
        .withMessage("digits: " + problem);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertFails(String text, String problem) {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> read(text))
        .withMessage("digits: " + problem);
  }

  private static Dataset read(String text) throws IOException {
    return CSV.read(stream(text), "digits");
  }
}
