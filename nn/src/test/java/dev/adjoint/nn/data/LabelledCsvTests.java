package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write("1,2,3,4\n".getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("digits.csv.gz"), packed.toByteArray());
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
        "1".repeat(100_000), "line 1: expected a line of at most 128 characters, found more");
  }

  private static void assertFails(String text, String problem) {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> read(text))
        .withMessage("digits: " + problem);
  }

  private static Dataset read(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return CSV.read(new ByteArrayInputStream(bytes), "digits");
  }
}
