// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in text: what is read, and what is said of lines that are wrong. */
class CsvTests {
  private static final Csv CSV = Csv.commas().text("name");

  @TempDir private Path folder = Path.of("");

  private static Table read(Csv csv, String text) throws IOException {
    return csv.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "f");
  }

  private static void assertFails(Csv csv, String text, String problem) {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> read(csv, text))
        .withMessage("f: " + problem);
  }

  @Test
  void columnsAreNumbersUnlessTheyAreNamedAsTexts() throws IOException {
    Table table = read(CSV, "a,name,b\n1, Ada ,2.5\n-3e2,\"Grace, \"\"Amazing\"\"\",4\n");
    assertThat(table.names()).containsExactly("a", "name", "b");
    assertThat(table.numbers("b", "a"))
        .isEqualTo(Tensor.nested(new float[][] {{2.5f, 1}, {4, -300}}));
    assertThat(table.texts("name")).containsExactly("Ada", "Grace, \"Amazing\"");
    assertThat(table).hasToString("table of 2 rows: a, name, b");
  }

  @Test
  void separatorsAndDecimalsAreThoseOfTheFormat() throws IOException {
    Tensor expected = Tensor.nested(new float[][] {{1.5f, -2}});
    assertThat(read(Csv.semicolons().decimalComma(), "a;b\n1,5;-2").numbers("a", "b"))
        .isEqualTo(expected);
    assertThat(read(Csv.tabs(), "a\tb\n1.5\t -2").numbers("a", "b")).isEqualTo(expected);
    assertThat(read(Csv.commas().separator('|'), "a|b\n1.5|-2").numbers("a", "b"))
        .isEqualTo(expected);
    assertThat(read(Csv.commas().withoutHeader(), "1.5,-2").numbers("1", "2")).isEqualTo(expected);
    assertFails(
        Csv.semicolons().decimalComma(),
        "a\n1.5",
        "line 2: column 1: expected a number in the column 'a', found '1.5'; name texts with"
            + " text(\"a\"), or what is missing with missing(…)");
  }

  @Test
  void anotherSeparatorIsGuessedInTheError() {
    assertFails(
        Csv.commas(),
        "a;b\n1;2",
        "line 2: column 1: expected a number, found '1;2' in the column 'a;b'; read with"
            + " separator(';')");
    assertFails(
        Csv.semicolons(),
        "a\tb\n1\t2",
        "line 2: column 1: expected a number, found '1\t2' in the column 'a\tb'; read with"
            + " separator('\\t')");
  }

  @Test
  void whatIsMissingIsNoNumberAndAnEmptyText() throws IOException {
    Csv csv = CSV.missing("NA", "?");
    Table table = read(csv, "a,name\n1,x\n,\nNA,?\n4,y\n");
    assertThat(table.numbers("a")).isEqualTo(Tensor.of(1f, Float.NaN, Float.NaN, 4f).reshape(4, 1));
    assertThat(table.texts("name")).containsExactly("x", "", "", "y");
    assertThat(table.withoutMissing().numbers("a")).isEqualTo(Tensor.of(1f, 4f).reshape(2, 1));
    assertThat(table.withoutMissing("a").size()).isEqualTo(2);
    assertFails(
        Csv.commas(),
        "a\nNA",
        "line 2: column 1: expected a number in the column 'a', found 'NA'; name texts with"
            + " text(\"a\"), or what is missing with missing(…)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", "\n\n", "\r\n \t\r\n"})
  void linesEndInAnyWay(String end) throws IOException {
    String text = "\ufeffa,name" + end + "1,\"x" + end + "y\"" + end + "2,z" + end;
    Table table = read(CSV, text);
    assertThat(table.texts("name")).containsExactly("x" + end + "y", "z");
    assertThat(table.numbers("a")).isEqualTo(Tensor.of(1f, 2f).reshape(2, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "# line 1: expected a line of a table, but the data ends here",
        "a,b # line 1: expected a row below the names, but the data ends here",
        "a,a # line 1: column 2: expected another name for each column, found 'a' again",
        "a,,b # line 1: column 2: expected a name, found an empty cell",
        "a,b/1,2/3 # line 3: expected 2 cells as in the first line, found 1",
        "a,b/1,2,3 # line 2: expected 2 cells as in the first line, found more",
        "a,b/1,\"2/3 # line 2: column 2: expected a quotation mark at the end of the cell, but the data ends here",
        "a,b/\"1\"2,3 # line 2: column 1: expected ',' or the end of the line after a quotation mark, found '2'"
      })
  void linesThatAreNoneAreNamed(String text, String problem) {
    assertFails(Csv.commas(), String.valueOf(text == null ? "" : text).replace('/', '\n'), problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"inf", "NaN", "0x10", "1_0", "1d", "1e", "1e400", "1.2.3", "1 2", "--1", "+", "."})
  void whatIsNoNumberIsRefused(String cell) {
    assertFails(
        Csv.commas(),
        "a,b\n1,2\n3," + cell,
        "line 3: column 2: expected a number in the column 'b', found '%s'; name texts with"
                .formatted(cell)
            + " text(\"b\"), or what is missing with missing(…)");
  }

  @Test
  void theLineOfAnErrorCountsThoseWithinQuotationMarks() {
    assertFails(
        CSV,
        "a,name\n1,\"x\ny\r\nz\"\nq,w",
        "line 5: column 1: expected a number in the column 'a', found 'q'; name texts with"
            + " text(\"a\"), or what is missing with missing(…)");
  }

  @Test
  void bytesThatAreNoTextAreNamed() {
    byte[] latin = "a,name\n1,x\n2,caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> CSV.read(new ByteArrayInputStream(latin), "f"))
        .withMessage("f: line 3: column 2: expected text in UTF-8, found byte 0xe9");
    assertFails(
        CSV,
        "a,name\n1,x\u0000",
        "line 2: column 2: expected text, found the control character 0x00");
  }

  @Test
  void aCellWithoutEndTakesLittleMemory() {
    assertFails(
        CSV,
        "a,name\n1,\"" + "x".repeat(100_000),
        "line 2: column 2: expected a cell of at most 65536 characters, found more");
  }

  @Test
  void manyCharactersOfSeveralBytesAreReadWhole() throws IOException {
    StringBuilder text = new StringBuilder("a,name\n");
    for (int i = 0; i < 3000; i++) {
      text.append(i).append(",é😀").append("x".repeat(i % 7)).append("\r\n");
    }
    Table table = read(CSV, text.toString());
    assertThat(table.size()).isEqualTo(3000);
    assertThat(table.texts("name").get(2999)).isEqualTo("é😀xxx");
    assertThat(table.numbers("a").getInt(2999, 0)).isEqualTo(2999);
  }

  @Test
  void packedFilesAreUnpackedAndMissingOnesNamed() throws IOException {
    byte[] packed = Gzip.pack("a\n7\n".getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(folder.resolve("f.csv"), packed);
    assertThat(Csv.commas().read(file).numbers("a").item()).isEqualTo(7);
    Path missing = folder.resolve("nowhere");
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> CSV.read(missing))
        .withMessage(missing + ": there is no such file");
  }

  @Test
  void columnsOfTextsMustBeThere() {
    assertFails(
        Csv.commas().text("nmae"),
        "a,name\n1,x",
        "line 1: expected the column 'nmae', which was named as one of texts, found [a, name]");
  }

  @Test
  void formatsThatCannotBeReadAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Csv.commas().decimalComma())
        .withMessage(
            "csv: ',' cannot separate cells and stand before a fraction; read with semicolons");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Csv.commas().separator('"'))
        .withMessage("csv: '\"' cannot separate cells; give a comma, a semicolon or a tab");
  }

  @Test
  void theLabelMayStandAnywhere() throws IOException {
    for (String text :
        new String[] {"l,a,b\ny,1,2\nx,3,4", "a,l,b\n1,y,2\n3,x,4", "a,b,l\n1,2,y\n3,4,x"}) {
      LabelledDataset read = read(Csv.commas().text("l"), text).classes("l");
      assertThat(read.data().features()).isEqualTo(Tensor.nested(new float[][] {{1, 2}, {3, 4}}));
      assertThat(read.data().targets()).isEqualTo(Tensor.of(1, 0));
      assertThat(read.labels().names()).containsExactly("x", "y");
    }
  }

  @Test
  void classesMayBeIntegersAndAreThenInTheirOrder() throws IOException {
    LabelledDataset read = read(Csv.commas(), "a,l\n1,10\n2,9\n3,10").classes("l");
    assertThat(read.data().targets()).isEqualTo(Tensor.of(1, 0, 1));
    assertThat(read.labels().names()).containsExactly("9", "10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Csv.commas(), "a,l\n1,1.5").classes("l"))
        .withMessage(
            "table: the column 'l' holds 1.5 in row 0, which is no class; classes are texts or integers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Csv.commas(), "a,l\n1,1\n2,").classes("l"))
        .withMessage(
            "table: the class of row 1 is missing in the column 'l'; leave such rows out with"
                + " withoutMissing(\"l\")");
  }

  @Test
  void numbersMayBeTargets() throws IOException {
    Dataset data = read(Csv.commas(), "a,y,b\n1,2,3\n4,5,6").regression("y");
    assertThat(data.features()).isEqualTo(Tensor.nested(new float[][] {{1, 3}, {4, 6}}));
    assertThat(data.targets()).isEqualTo(Tensor.nested(new float[][] {{2}, {5}}));
  }

  @Test
  void textsBecomeColumnsOfZerosAndOnes() throws IOException {
    Table table = read(Csv.commas().text("c"), "a,c,b\n1,red,2\n3,blue,4");
    Table hot = table.oneHot("c", table.encoder("c"));
    assertThat(hot.names()).containsExactly("a", "c=blue", "c=red", "b");
    assertThat(hot.numbers("c=blue", "c=red"))
        .isEqualTo(Tensor.nested(new float[][] {{0, 1}, {1, 0}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.oneHot("c", LabelEncoder.ordered("red")))
        .withMessage("labels: 'blue' in row 1 is none of [red]");
  }

  @Test
  void columnsThatDoNotFitAreNamed() throws IOException {
    Table table = read(CSV, "a,name\n1e300,x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.numbers("b"))
        .withMessage("table: there is no column 'b', only [a, name]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.numbers("name"))
        .withMessage(
            "table: the column 'name' holds texts; take its classes, or leave it out with"
                + " without(\"name\")");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.texts("a"))
        .withMessage("table: the column 'a' holds numbers, not texts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.numbers("a"))
        .withMessage(
            "table: the column 'a' holds 1.0E300 in row 0, which is too large for f32; take f64");
    assertThat(table.numbers(DType.F64, "a").item()).isEqualTo(1e300);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.without("a", "name"))
        .withMessage("table: nothing is left without [a, name]");
  }
}
